package dev.freshet.pipeline.change;

/** Reads the lines of one change format. Pure and thread-safe; never throws for bad input. */
interface ChangeParser {

  Parsed parse(LandedRow row);
}
