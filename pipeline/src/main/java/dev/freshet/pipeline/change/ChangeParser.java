package dev.freshet.pipeline.change;

/** Reads the lines of one change format. Pure and thread-safe; never throws for bad input. */
interface ChangeParser {

  /** The event of a line, or the reason why the line is not one. */
  Parsed parse(LandedRow row);
}
