package dev.freshet.pipeline.stage.landed;

import dev.freshet.autoloader.filelog.FileLogRebuild.Planned;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Where a batch comes from.
 *
 * @param takenAt when the stream took its files
 * @param foundAt for the sequence of a file version, when discovery had it in the file log; empty
 *     if that is not known
 * @param planned for the sequence of a file version, what the file log knows of it; empty if that
 *     is not known
 */
public record BatchOrigin(
    Instant takenAt,
    LongFunction<Optional<Instant>> foundAt,
    LongFunction<Optional<Planned>> planned) {}
