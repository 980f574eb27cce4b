package dev.freshet.demo.corpus;

import org.jspecify.annotations.Nullable;

/**
 * The documentation of one public type or method as it stands in one release: a row of the table
 * the demo pretends to replicate.
 *
 * @param id the record key: the qualified type name, for a method followed by {@code #name(Types)}
 *     with the parameter types as written but without type arguments
 * @param kind whether it documents a type or a method
 * @param type the qualified name of the type, or of the type the method belongs to
 * @param member the method's name, or null for a type
 * @param signature the declaration in one readable line
 * @param body the description as plain text, block tags as lines of their own; never blank
 * @param since the release the library says it appeared in, or null where it does not say
 * @param deprecated whether the library advises against it
 * @param release the release this text was read from
 */
public record DocRecord(
    String id,
    Kind kind,
    String type,
    @Nullable String member,
    String signature,
    String body,
    @Nullable String since,
    boolean deprecated,
    String release) {

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
    return signature.equals(other.signature)
        && body.equals(other.body)
        && deprecated == other.deprecated;
  }
}
