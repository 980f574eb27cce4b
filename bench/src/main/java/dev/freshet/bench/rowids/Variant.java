package dev.freshet.bench.rowids;

/** What is compared. */
enum Variant {
  STABLE_MANUAL("stable ids, Update by hand", true, Way.MANUAL, Extra.NONE),
  ADDRESS_MANUAL("address ids, Update by hand", false, Way.MANUAL, Extra.NONE),
  STABLE_MERGE("stable ids, mergeInsert", true, Way.MERGE_INSERT, Extra.NONE),
  ADDRESS_MERGE("address ids, mergeInsert", false, Way.MERGE_INSERT, Extra.NONE),
  STABLE_ONE_TEXT_SEGMENT(
      "as the first, full text with positions and in one segment",
      true,
      Way.MANUAL,
      Extra.ONE_TEXT_SEGMENT),
  STABLE_ZONE_MAP("as the first, zone map on the version", true, Way.MANUAL, Extra.ZONE_MAP);

  /** How rows are replaced. */
  enum Way {
    /** Deletion vectors and new fragments in one transaction, as the product does. */
    MANUAL,
    /** The library's own upsert, and its own delete. */
    MERGE_INSERT
  }

  /** What differs in the indexes. */
  enum Extra {
    NONE,
    /** Extending the full-text index rewrites it, so that it never has a second segment. */
    ONE_TEXT_SEGMENT,
    /** In the place of the BTREE on the version. */
    ZONE_MAP
  }

  private final String title;
  private final boolean stableRowIds;
  private final Way way;
  private final Extra extra;

  Variant(String title, boolean stableRowIds, Way way, Extra extra) {
    this.title = title;
    this.stableRowIds = stableRowIds;
    this.way = way;
    this.extra = extra;
  }

  String title() {
    return title;
  }

  boolean stableRowIds() {
    return stableRowIds;
  }

  Way way() {
    return way;
  }

  Extra extra() {
    return extra;
  }
}
