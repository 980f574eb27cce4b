package dev.freshet.embedding.chunk;

import dev.freshet.embedding.document.Section;
import dev.freshet.embedding.document.SizeLimit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * What the chunks of each section begin with: the headings from the outermost to its own, such as
 * {@code Guide > Install}. It takes at most a quarter of a chunk: outer headings are left out until
 * it fits, and a heading too long by itself is never part of a path.
 *
 * <p>Depends on nothing but the headings above a section, so that an edit elsewhere changes no
 * path.
 */
final class HeadingPaths {

  private static final String SEPARATOR = " > ";
  private static final int SHARE = 4;

  private final List<Section> sections;
  private final SizeLimit limit;
  private final BitSet tooLong = new BitSet();

  HeadingPaths(List<Section> sections, SizeLimit limit) {
    this.sections = sections;
    this.limit = limit;
    for (int i = 0; i < sections.size(); i++) {
      tooLong.set(i, !isShort(sections.get(i).title()));
    }
  }

  /** Whether the heading of the section is part of no path and so belongs to its text. */
  boolean isTooLong(int section) {
    return tooLong.get(section);
  }

  /** The sections whose headings stand in the path of {@code section}, outermost first. */
  List<Integer> headings(int section) {
    Deque<Integer> shown = new ArrayDeque<>();
    String path = "";
    for (int i = section; i != Section.NONE; i = sections.get(i).parent()) {
      String title = sections.get(i).title();
      if (title.isEmpty() || tooLong.get(i)) {
        continue;
      }
      String longer = path.isEmpty() ? title : title + SEPARATOR + path;
      if (!isShort(longer)) {
        break;
      }
      path = longer;
      shown.addFirst(i);
    }
    return List.copyOf(shown);
  }

  /** The path as a text; empty for a section without one. */
  String text(List<Integer> headings) {
    List<String> titles = new ArrayList<>();
    for (int heading : headings) {
      String title = sections.get(heading).title();
      // A page's title is often its first heading too.
      if (titles.isEmpty() || !titles.get(titles.size() - 1).equals(title)) {
        titles.add(title);
      }
    }
    return String.join(SEPARATOR, titles);
  }

  private boolean isShort(String path) {
    return path.length() <= limit.maxChars() / SHARE && limit.tokens(path) <= limit.room() / SHARE;
  }
}
