package dev.freshet.pipeline.document;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Finds a field of a record by its name or by its path, such as {@code author.name}. */
public final class FieldPath {

  private FieldPath() {}

  /**
   * The field of {@code node} with this name or path; null if there is none. A name with dots is
   * tried first, then the path into nested objects.
   */
  public static @Nullable JsonNode at(@Nullable JsonNode node, String path) {
    if (node == null) {
      return null;
    }
    JsonNode direct = node.get(path);
    if (direct != null || path.indexOf('.') < 0) {
      return direct;
    }
    int dot = path.indexOf('.');
    return at(node.get(path.substring(0, dot)), path.substring(dot + 1));
  }
}
