"""The sandbox is asked by raw HTTP what it must refuse, and what it must do; none of our clients takes part."""
