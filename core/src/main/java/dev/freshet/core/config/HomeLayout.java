package dev.freshet.core.config;

import java.nio.file.Path;

/**
 * Where a pipeline keeps what it owns. It only names paths: it creates, reads and checks nothing.
 *
 * @param home directory of the pipeline
 * @param name name of the pipeline
 */
public record HomeLayout(Path home, String name) {

  /** Delta table of every event as it landed. */
  public Path bronze() {
    return table("bronze");
  }

  /** Delta table of the events that could be parsed. */
  public Path silver() {
    return table("silver");
  }

  /** Delta table of the accepted versions of every record. */
  public Path gold() {
    return table("gold");
  }

  /** Delta table of what could not be parsed or embedded, with the reason. */
  public Path quarantine() {
    return table("quarantine");
  }

  /** Delta table of the batches that are committed. */
  public Path ledger() {
    return table("ledger");
  }

  /** Directory of vector tables, as a Lance client connects to it. */
  public Path vectorDirectory() {
    return home.resolve("vectors");
  }

  /** Delta table of every maintenance run. */
  public Path maintenanceRuns() {
    return table("maintenance");
  }

  /** The Lance dataset, named after the pipeline. */
  public Path vectorTable() {
    return vectorDirectory().resolve(name + ".lance");
  }

  /** Checkpoint of the streaming query; a new stream never finds that of an old one. */
  public Path checkpoint(String streamId) {
    return home.resolve("checkpoint").resolve(streamId);
  }

  /** The file log: every file version that was discovered, with its sequence number. */
  public Path fileLog() {
    return home.resolve("filelog");
  }

  /** Index of the latest version per record key; rebuilt from Gold when it is lost. */
  public Path keyIndex() {
    return home.resolve("state").resolve("keys");
  }

  /** Vectors of texts that were embedded before; when it is lost, use fills it again. */
  public Path vectorCache() {
    return home.resolve("state").resolve("vectors");
  }

  /** Live state of the running pipeline, replaced as a whole. */
  public Path statusFile() {
    return home.resolve("status.json");
  }

  /** What maintenance has learnt and is about to do; the next maintenance process reads it. */
  public Path maintenanceMemory() {
    return home.resolve("state").resolve("maintenance.json");
  }

  /** How far maintenance has read the content of the tables again, and what it found damaged. */
  public Path contentState() {
    return home.resolve("state").resolve("content.json");
  }

  /** How much memory a process of the home uses, replaced as a whole every few seconds. */
  public Path memoryReport(String process) {
    return home.resolve("state").resolve("memory-" + process + ".json");
  }

  /** The batch under way, for the run after one that died with it. */
  public Path batchNote() {
    return home.resolve("state").resolve("batch.json");
  }

  /** Which configuration the home was run with. */
  public Path settings() {
    return home.resolve("state").resolve("settings.json");
  }

  /** Live state of maintenance, replaced as a whole. */
  public Path maintenanceReport() {
    return home.resolve("optimize.json");
  }

  /** Log file of the maintenance process that a pipeline starts. */
  public Path maintenanceLog() {
    return home.resolve("optimize.log");
  }

  /** Log file of the search server that a demo starts. */
  public Path serveLog() {
    return home.resolve("serve.log");
  }

  /** Hashes of the keys of the search API. */
  public Path apiKeys() {
    return home.resolve("api-keys.json");
  }

  /** Directory of the audit log of the search API, one file a day. */
  public Path audit() {
    return home.resolve("audit");
  }

  private Path table(String layer) {
    return home.resolve("tables").resolve(layer);
  }
}
