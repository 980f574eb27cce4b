package dev.freshet.bench.load.contender;

import java.util.List;

/** How many candidates a graph search may keep, each half as many again as the one before. */
final class Widths {

  static final List<Integer> CANDIDATES =
      List.of(10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 320, 480, 640, 960, 1_280);

  private Widths() {}
}
