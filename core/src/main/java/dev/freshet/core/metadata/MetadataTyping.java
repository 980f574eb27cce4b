package dev.freshet.core.metadata;

/** Says what the texts of a table from before metadata had types stand for. */
@FunctionalInterface
public interface MetadataTyping {

  /**
   * The value that {@code text} stands for.
   *
   * @param column the metadata column
   */
  MetadataValue typed(String column, String text);
}
