# quits_sql(TARGET): every .sql file of the current folder's sql/ becomes a constant.
#   ledger/sql/insert_record.sql           ->  quits::ledger::sql::insert_record           in "ledger/sql.h"
#   ledger/sql/insert_record.postgres.sql  ->  quits::ledger::sql::insert_record_postgres  (shadows the first there)
#   ledger/sql/migrations/log.sql          ->  quits::ledger::sql::migrations::log
# One statement per file in sql/; a file in sql/migrations/ may hold several.
function(quits_sql target)
  set(folder "${CMAKE_CURRENT_SOURCE_DIR}/sql")
  file(GLOB statements CONFIGURE_DEPENDS "${folder}/*.sql" "${folder}/migrations/*.sql")
  get_filename_component(floor "${CMAKE_CURRENT_SOURCE_DIR}" NAME)
  set(out "${CMAKE_BINARY_DIR}/generated/${floor}/sql.h")
  # The list is part of the command, so that a removed file also makes the header again.
  string(SHA256 list "${statements}")
  add_custom_command(
    OUTPUT "${out}"
    COMMAND ${CMAKE_COMMAND} -DFLOOR=${floor} "-DFOLDER=${folder}" "-DOUT=${out}" -DLIST=${list}
            -P "${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake"
    DEPENDS ${statements} "${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake"
    COMMENT "SQL of ${floor}/ becomes constants")
  target_sources(${target} PRIVATE "${out}")
  # Public, because a test prepares every statement.
  target_include_directories(${target} PUBLIC "${CMAKE_BINARY_DIR}/generated")
endfunction()
