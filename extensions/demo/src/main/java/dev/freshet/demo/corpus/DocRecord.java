package dev.freshet.demo.corpus;

import org.jspecify.annotations.Nullable;

/**
 * The documentation of one public type or method as it stands in one release: a row of the table
 * that the demo replicates.
 *
 * @param id the record key: the qualified type name, for a method followed by {@code #name(Types)}
 *     with the parameter types as written but without type arguments
 * @param subject the type or method
 * @param text its documentation; the body is never blank
 * @param release the release this text was read from
 */
public record DocRecord(String id, Subject subject, DocText text, String release) {

  /**
   * A documented declaration.
   *
   * @param kind whether it is a type or a method
   * @param type the qualified name of the type, or of the type the method belongs to
   * @param member the method's name, or null for a type
   * @param signature the declaration in one readable line
   */
  public record Subject(Kind kind, String type, @Nullable String member, String signature) {}

  /** What a record documents. */
  public enum Kind {
    TYPE("type"),
    METHOD("method");

    private final String column;

    Kind(String column) {
      this.column = column;
    }

    /** The value of the {@code kind} column. */
    public String column() {
      return column;
    }
  }

  /** Whether a reader would see the same documentation, whichever release it was read from. */
  boolean saysTheSameAs(DocRecord other) {
    return subject.signature().equals(other.subject.signature())
        && text.body().equals(other.text.body())
        && text.deprecated() == other.text.deprecated();
  }
}
