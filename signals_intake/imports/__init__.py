"""Reading arrears files: pure functions from bytes to typed rows, without database or settings."""
