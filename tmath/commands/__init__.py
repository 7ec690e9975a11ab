"""The commands of `tmath`, one module each: read the arguments, ask the engine, print, say how it went."""
