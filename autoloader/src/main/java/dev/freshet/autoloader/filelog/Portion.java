package dev.freshet.autoloader.filelog;

import java.io.Serializable;

/**
 * What is read of a file version under one sequence number: all of it, or a part of its records. A
 * version that is larger than memory, or that was put off, is read under several numbers; its lines
 * keep the numbers they have in the file, and count as landed under the first.
 *
 * @param origin number of the version under which its lines count as landed
 * @param afterRecord so many records at its start are read under earlier numbers
 * @param throughRecord records behind this one are read under a later number; {@link
 *     Long#MAX_VALUE} if there is none
 * @param care what is special about it
 * @param reason for people, why; empty if nothing is special
 */
public record Portion(long origin, long afterRecord, long throughRecord, Care care, String reason)
    implements Serializable {

  /** How carefully it is read. */
  public enum Care {
    /** Together with others. */
    NONE,
    /** In a batch of its own: a process ended while it was read together with others. */
    ALONE,
    /** In a batch of its own, and none of its records is embedded. */
    NOT_EMBEDDED,
    /** Not at all. */
    NOT_READ
  }

  /** All of a version. */
  public static Portion whole(long sequence) {
    return new Portion(sequence, 0, Long.MAX_VALUE, Care.NONE, "");
  }

  /** Whether nothing of it is read under this number, because all is read under a later one. */
  public boolean isPutOff() {
    return throughRecord <= afterRecord;
  }

  /** Whether anything of it is read under this number. */
  public boolean isRead() {
    return !isPutOff() && care != Care.NOT_READ;
  }

  /** Whether a part of it is read under a later number. */
  public boolean goesOn() {
    return throughRecord < Long.MAX_VALUE;
  }

  /** The same up to a record. */
  public Portion through(long record) {
    return new Portion(origin, afterRecord, record, care, reason);
  }

  /** The same behind a record, up to the end. */
  public Portion after(long record) {
    return new Portion(origin, record, Long.MAX_VALUE, care, reason);
  }

  /** The same with another care. */
  public Portion with(Care other, String why) {
    return new Portion(origin, afterRecord, throughRecord, other, why);
  }
}
