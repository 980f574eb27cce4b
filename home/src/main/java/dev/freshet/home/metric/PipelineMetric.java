package dev.freshet.home.metric;

/** The metrics of the process that runs the pipeline. */
public enum PipelineMetric implements Metric {
  BATCHES("freshet.batch.completed", Kind.COUNTER, "batches", "Batches that were committed."),
  BATCHES_SKIPPED(
      "freshet.batch.skipped",
      Kind.COUNTER,
      "batches",
      "Batches that the vector table already held: they were repeated after a crash."),
  BATCHES_FAILED(
      "freshet.batch.failed", Kind.COUNTER, "batches", "Batches that ended in an error."),
  BATCH_EMBED("freshet.batch.embed", Kind.TIMER, "seconds", "Time to cut and embed a batch."),
  BATCH_MODEL(
      "freshet.batch.model",
      Kind.TIMER,
      "seconds",
      "Time the model needed for the texts of a batch; part of the time to cut and embed."),
  BATCH_WRITE(
      "freshet.batch.write",
      Kind.TIMER,
      "seconds",
      "Time to stage the rows and end the layer appends, after embedding."),
  BATCH_COMMIT("freshet.batch.commit", Kind.TIMER, "seconds", "Time of the vector table's commit."),
  CONFLICTS(
      "freshet.lance.commit.conflicts",
      Kind.COUNTER,
      "conflicts",
      "Commits of other writers that came first, so that the batch's commit was repeated on top."),
  FILES("freshet.source.files", Kind.COUNTER, "files", "File versions processed."),
  SOURCE_BYTES("freshet.source.bytes", Kind.COUNTER, "bytes", "Landed bytes processed."),
  BRONZE_ROWS("freshet.bronze.rows", Kind.COUNTER, "rows", "Landed lines, file markers included."),
  SILVER_ROWS("freshet.silver.rows", Kind.COUNTER, "rows", "Valid events."),
  QUARANTINED_ROWS(
      "freshet.quarantine.rows", Kind.COUNTER, "rows", "Lines that are no valid event."),
  CHUNKS_CUT(
      "freshet.embed.chunks",
      Kind.COUNTER,
      "chunks",
      "Chunks cut from accepted records; each needs a vector."),
  CHUNKS_EMBEDDED(
      "freshet.embed.embedded",
      Kind.COUNTER,
      "chunks",
      "Chunks the model embedded: the work done."),
  TOKENS_EMBEDDED(
      "freshet.embed.tokens",
      Kind.COUNTER,
      "tokens",
      "Tokens of the chunks the model embedded, as it counts them; a service's are estimated."),
  CHUNKS_CACHED(
      "freshet.embed.cached",
      Kind.COUNTER,
      "chunks",
      "Chunks with a text that was embedded before, in any process of this home."),
  CHUNKS_REPEATED(
      "freshet.embed.repeated",
      Kind.COUNTER,
      "chunks",
      "Chunks with a text that another chunk of the batch has too."),
  CHUNKS_REJECTED(
      "freshet.embed.rejected", Kind.COUNTER, "chunks", "Chunks whose text the model rejects."),
  REFUSED_RECORDS(
      "freshet.embed.refused", Kind.COUNTER, "records", "Records whose text the model refuses."),
  SERVICE_REQUESTS(
      "freshet.embed.service.requests",
      Kind.COUNTER,
      "requests",
      "Requests sent to the embedding service; none where the model runs in this process."),
  SERVICE_RETRIES(
      "freshet.embed.service.retries",
      Kind.COUNTER,
      "requests",
      "Requests among them that repeat a failed one."),
  SERVICE_THROTTLED(
      "freshet.embed.service.throttled",
      Kind.COUNTER,
      "requests",
      "Requests the service answered with \"too many\" (429); each is repeated after a pause."),
  SERVICE_TOKENS(
      "freshet.embed.service.tokens",
      Kind.COUNTER,
      "tokens",
      "Tokens of the texts that were embedded, as the service counts them; estimated if it does"
          + " not."),
  SERVICE_SPLITS(
      "freshet.embed.service.splits",
      Kind.COUNTER,
      "batches",
      "Batches that were halved because the service refused them."),
  SERVICE_CIRCUIT_OPENINGS(
      "freshet.embed.service.circuit.openings",
      Kind.COUNTER,
      "openings",
      "How often five failures in a row made the process hold requests back."),
  GOLD_ROWS("freshet.gold.rows", Kind.COUNTER, "rows", "Accepted changes."),
  STALE_EVENTS(
      "freshet.gold.stale",
      Kind.COUNTER,
      "events",
      "Valid events that changed nothing: a newer version of the record is known."),
  RENAMED_RECORDS(
      "freshet.gold.renamed",
      Kind.COUNTER,
      "events",
      "Events that gave their record another key: each deletes the record of the old one too."),
  BACKWARDS_EVENTS(
      "freshet.gold.backwards",
      Kind.COUNTER,
      "events",
      "Stale events that their source committed after what is known, or whose version is of a smaller unit: the source went backwards."),
  EMPTY_DOCUMENTS(
      "freshet.gold.empty", Kind.COUNTER, "records", "Accepted records without any text."),
  CHUNKS("freshet.lance.rows", Kind.COUNTER, "rows", "Chunks written to the vector table."),
  ADMITTED_BYTES(
      "freshet.admission.bytes",
      Kind.GAUGE,
      "bytes",
      "Landed bytes the newest batch was allowed to take; 0 before the first."),
  ADMITTED_DURATION(
      "freshet.admission.target",
      Kind.GAUGE,
      "seconds",
      "Time the newest batch was meant to take: half of slo.freshness.p95, more behind a backlog; 0"
          + " before the first."),
  DAMAGES(
      "freshet.damage",
      Kind.COUNTER,
      "damages",
      "Damaged files of the home that were found and healed, or that the process goes on without;"
          + " the log names each."),
  OPTIMIZE_RESTARTS(
      "freshet.optimize.restarts",
      Kind.COUNTER,
      "starts",
      "How often the optimize process beside the pipeline ended by itself and was started again."),
  LANDED_TO_BRONZE(
      "freshet.freshness.landed.bronze",
      Kind.TIMER,
      "seconds",
      "From a file's landing to the commit of its rows to Bronze, per file."),
  BRONZE_TO_GOLD(
      "freshet.freshness.bronze.gold",
      Kind.TIMER,
      "seconds",
      "From the commit to Bronze to the commit to Gold, per batch; zero where Gold came first, since"
          + " both are written at once."),
  GOLD_TO_QUERYABLE(
      "freshet.freshness.gold.queryable",
      Kind.TIMER,
      "seconds",
      "From the commit to Gold to the commit of the vector table, per batch; embedding is part of"
          + " it."),
  LANDED_TO_QUERYABLE(
      "freshet.freshness.landed.queryable",
      Kind.TIMER,
      "seconds",
      "From a file's landing to its records being found by a search, per file.");

  private final Description description;

  PipelineMetric(String name, Kind kind, String unit, String doc) {
    this.description = new Description(name, kind, unit, doc);
  }

  @Override
  public Description description() {
    return description;
  }
}
