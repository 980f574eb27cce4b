package dev.freshet.embedding.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes sections as lines that a test can compare, and reads sample documents. */
final class Outlines {

  private Outlines() {}

  /** For each section its heading, after that of its parent; then for each block kind and text. */
  static List<String> lines(List<Section> sections) {
    List<String> lines = new ArrayList<>();
    for (Section section : sections) {
      if (!section.title().isEmpty()) {
        String parent =
            section.parent() == Section.NONE ? "" : sections.get(section.parent()).title() + " > ";
        lines.add("# " + parent + section.title());
      }
      for (Block block : section.blocks()) {
        String kind = block.getClass().getSimpleName();
        lines.add(kind + ": " + block.text().replace("\n", "\\n"));
      }
    }
    return lines;
  }

  static String resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Outlines.class.getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
