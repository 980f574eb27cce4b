package dev.freshet.pipeline.stage;

import dev.freshet.pipeline.change.LandedRow;
import dev.freshet.pipeline.change.Reading;

/** A valid event and the line that it was read from. */
record LandedEvent(LandedRow row, Reading.Event reading) {}
