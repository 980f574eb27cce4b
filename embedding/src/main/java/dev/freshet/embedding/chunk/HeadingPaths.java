package dev.freshet.embedding.chunk;

import dev.freshet.embedding.document.Section;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * The paths that the chunks of each section begin with: the headings from the outermost to the
 * section's own, such as {@code Guide > Install}. A path takes at most a quarter of a chunk: outer
 * headings are left out until it fits, and a heading that is too long alone is never part of a
 * path.
 *
 * <p>A path depends only on the headings above its section, so an edit elsewhere does not change
 * it.
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

  /** Whether the heading of the section is too long for a path and so belongs to the text. */
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

  /** The path as text; empty for a section without a path. */
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
