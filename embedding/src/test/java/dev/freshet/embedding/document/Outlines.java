package dev.freshet.embedding.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Sections as lines that a test can compare, and the documents to make them of. */
final class Outlines {

  private Outlines() {}

  /** A heading with its parent's, then a line per block: its kind and its text. */
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
