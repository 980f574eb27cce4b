package dev.freshet.bench.relevance;

import dev.freshet.core.words.SearchWords;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Makes questions from passages by fixed rules that know nothing of a ranking. A passage that
 * shares its text, its summary or its name with another makes no question of that kind: two records
 * would answer it.
 */
final class Questions {

  private static final int RARE = 3;
  private static final int RARE_WORD_CHARS_MIN = 4;

  private final List<Passage> passages;
  private final Map<String, Integer> holders = new HashMap<>();
  private final Random random = new Random(5);

  Questions(List<Passage> passages) {
    this.passages = passages;
    for (Passage passage : passages) {
      new HashSet<>(SearchWords.ofText(passage.text()).list())
          .forEach(word -> holders.merge(word, 1, Integer::sum));
    }
  }

  /** At most {@code perKind} questions of each kind. */
  List<KnownAnswer> make(int perKind) {
    List<KnownAnswer> questions = new ArrayList<>();
    for (KnownAnswer.Kind kind : KnownAnswer.Kind.values()) {
      List<Passage> able = new ArrayList<>(alone(passages, Passage::text));
      able.retainAll(
          switch (kind) {
            case SUMMARY -> alone(passages, Passage::summary);
            case NAME -> alone(passages, Passage::name);
            case RARE_WORDS, MIXED ->
                able.stream().filter(each -> rare(each).size() == RARE).toList();
          });
      Collections.shuffle(able, random);
      able.stream()
          .limit(perKind)
          .forEach(each -> questions.add(new KnownAnswer(kind, text(kind, each), each.key())));
    }
    return questions;
  }

  private static List<Passage> alone(List<Passage> all, Function<Passage, String> part) {
    Map<String, List<Passage>> groups = new TreeMap<>();
    all.forEach(
        each -> groups.computeIfAbsent(part.apply(each), key -> new ArrayList<>()).add(each));
    return groups.values().stream()
        .filter(group -> group.size() == 1)
        .map(group -> group.get(0))
        .toList();
  }

  private String text(KnownAnswer.Kind kind, Passage passage) {
    return switch (kind) {
      case SUMMARY -> passage.summary();
      case NAME -> passage.name();
      case RARE_WORDS -> String.join(" ", shuffled(rare(passage)));
      case MIXED -> passage.name() + " " + rare(passage).get(0);
    };
  }

  private List<String> shuffled(List<String> words) {
    List<String> order = new ArrayList<>(words);
    Collections.shuffle(order, random);
    return order;
  }

  /** The words that the fewest passages hold, rarest first. */
  private List<String> rare(Passage passage) {
    Set<String> words = new HashSet<>(SearchWords.ofText(passage.text()).list());
    return words.stream()
        .filter(word -> word.length() >= RARE_WORD_CHARS_MIN)
        .filter(word -> word.chars().allMatch(Character::isLetter))
        .sorted(Comparator.<String>comparingInt(holders::get).thenComparing(word -> word))
        .limit(RARE)
        .toList();
  }
}
