"""Jobs, revisions and the files behind them."""
