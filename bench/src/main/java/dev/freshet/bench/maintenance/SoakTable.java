package dev.freshet.bench.maintenance;

import dev.freshet.bench.rig.Notes;
import dev.freshet.bench.rig.Similarity;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A vector table under change, with a model beside it that knows version and vector of every
 * record. Batches and checks exclude each other; everything else runs beside them.
 */
final class SoakTable implements AutoCloseable {

  /** Of the records a batch touches, one in so many is deleted; a deleted one comes back. */
  private static final int DELETED_ONE_IN = 20;

  /** Distances of the same pair differ by rounding between the index and a plain sum. */
  private static final float SLACK = 1e-5f;

  private final Notes notes;
  private final TableFeed feed;
  private final Random random = new Random(5);

  /** By record; 0 for one that is deleted. */
  private final long[] versions;

  private final float[][] vectors;

  /**
   * @param records keys are the numbers below
   */
  SoakTable(FreshetConfig config, Notes notes, int records) {
    this.notes = notes;
    this.feed = new TableFeed(config, notes);
    this.versions = new long[records];
    this.vectors = new float[records][];
  }

  /** Inserts all records. */
  void fill() {
    feed.load(0, versions.length, this::remember);
  }

  /** One batch: records drawn at random, most of them updated, some deleted, deleted ones back. */
  synchronized TableFeed.Written churn(int records) {
    Set<Integer> drawn = new LinkedHashSet<>();
    while (drawn.size() < records) {
      drawn.add(random.nextInt(versions.length));
    }
    List<Integer> written = new ArrayList<>();
    List<Integer> deleted = new ArrayList<>();
    for (int key : drawn) {
      boolean goes = versions[key] != 0 && random.nextInt(DELETED_ONE_IN) == 0;
      (goes ? deleted : written).add(key);
    }
    TableFeed.Written batch = feed.write(written, deleted);
    remember(written, batch);
    deleted.forEach(key -> versions[key] = 0);
    return batch;
  }

  private void remember(List<Integer> keys, TableFeed.Written batch) {
    for (int i = 0; i < keys.size(); i++) {
      versions[keys.get(i)] = batch.sequence();
      vectors[keys.get(i)] = batch.rows().get(i).vector();
    }
  }

  /**
   * What searches found of what they should.
   *
   * @param recall share of the true nearest neighbours
   * @param wrong hits that are deleted, outdated or there twice
   */
  record Checked(double recall, int wrong) {}

  /** Asks with texts the table does not have, and compares with what the model says. */
  Checked check(VectorTableReader reader, int queries, int k) {
    List<float[]> asked = notes.vectors(notes.next(queries));
    List<List<Hit>> answers = new ArrayList<>();
    long[] liveVersions;
    float[][] liveVectors;
    synchronized (this) {
      for (float[] vector : asked) {
        answers.add(reader.search(new VectorQuery(vector, k)).hits());
      }
      liveVersions = versions.clone();
      liveVectors = vectors.clone();
    }
    int found = 0;
    int wrong = 0;
    for (int i = 0; i < queries; i++) {
      float least = similarityOfRank(asked.get(i), liveVersions, liveVectors, k) - SLACK;
      Set<String> seen = new HashSet<>();
      for (Hit hit : answers.get(i)) {
        int key = Integer.parseInt(hit.key());
        if (hit.version() != liveVersions[key] || !seen.add(hit.key())) {
          wrong++;
        } else if (Similarity.of(asked.get(i), liveVectors[key]) >= least) {
          found++;
        }
      }
    }
    return new Checked((double) found / (queries * k), wrong);
  }

  private static float similarityOfRank(
      float[] query, long[] versions, float[][] vectors, int rank) {
    float[] all = new float[versions.length];
    for (int key = 0; key < all.length; key++) {
      all[key] = versions[key] == 0 ? -2 : Similarity.of(query, vectors[key]);
    }
    Arrays.sort(all);
    return all[all.length - rank];
  }

  /**
   * How the table differs from the model.
   *
   * @param rows rows of the table
   * @param missing records it lacks
   * @param extra rows of deleted records
   * @param stale rows of another version
   * @param duplicate rows there more than once
   */
  record Difference(long rows, long missing, long extra, long stale, long duplicate) {

    boolean none() {
      return missing + extra + stale + duplicate == 0;
    }
  }

  /** Scans the table. */
  synchronized Difference difference(VectorTableReader reader) {
    boolean[] there = new boolean[versions.length];
    long[] counts = new long[4];
    reader.scan(
        row -> {
          int key = Integer.parseInt(row.recordKey());
          counts[0]++;
          counts[1] += versions[key] == 0 ? 1 : 0;
          counts[2] += versions[key] != 0 && row.recordVersion() != versions[key] ? 1 : 0;
          counts[3] += there[key] ? 1 : 0;
          there[key] = true;
        });
    long missing = 0;
    for (int key = 0; key < versions.length; key++) {
      missing += versions[key] != 0 && !there[key] ? 1 : 0;
    }
    return new Difference(counts[0], missing, counts[1], counts[2], counts[3]);
  }

  @Override
  public void close() {
    feed.close();
  }
}
