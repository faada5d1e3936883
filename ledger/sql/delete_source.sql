DELETE FROM source WHERE number = $1
