package dev.freshet.lance.search;

/** Always the newest version. The first search after an index was built waits until it is read. */
final class NewestVersion implements VersionSource {

  private final VersionOpener opener;
  private TableVersion current;

  NewestVersion(VersionOpener opener) {
    this.opener = opener;
    this.current = opener.first();
  }

  @Override
  public TableVersion current() {
    TableVersion newest = opener.newest(current);
    if (newest != current) {
      current.close();
      current = newest;
    }
    return current;
  }

  @Override
  public boolean isNewest(TableVersion version) {
    return true;
  }

  @Override
  public boolean close() {
    current.close();
    return true;
  }
}
