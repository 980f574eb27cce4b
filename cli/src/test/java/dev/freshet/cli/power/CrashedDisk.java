package dev.freshet.cli.power;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A model of what a disk holds when the power goes, by what POSIX promises and no more. Content is
 * there up to the last {@code fsync} of its file; of what was written later any part may be there,
 * and the length may be there without it. A name is there as it was at the last {@code fsync} of
 * its directory; of the changes since any may be there, but of those of one name only the first
 * ones. A rename is one change. Syncing a file says nothing about its name.
 *
 * <p>This is the model of Pillai et al., "All File Systems Are Not Created Equal" (OSDI 2014), with
 * renames as atomic as they found them. What ext4 does is among its states: changes of names in
 * order, and files of length zero whose blocks were not allocated yet (its documentation of {@code
 * delalloc} and {@code auto_da_alloc}).
 */
final class CrashedDisk {

  private static final int PAGE = 4096;

  private final Node root = new Node(true);
  private final Map<Long, Node> byNumber = new HashMap<>();
  private final List<NameChange> changes = new ArrayList<>();

  /** A file or directory, whatever its names are. */
  private static final class Node {
    private final boolean directory;
    private final Map<String, Node> entries = new HashMap<>();
    private final List<FileOperation> content = new ArrayList<>();
    private int synced;

    Node(boolean directory) {
      this.directory = directory;
    }
  }

  /** A name in a directory stands for {@code node} from now on; for nothing if that is null. */
  @SuppressWarnings("NullAway")
  private record Entry(Node directory, String name, Node node) {
    boolean isSame(Entry other) {
      return directory == other.directory && name.equals(other.name);
    }
  }

  /** Entries that change together. */
  private static final class NameChange {
    private final List<Entry> entries;
    private boolean synced;

    NameChange(List<Entry> entries) {
      this.entries = entries;
    }
  }

  /** How much of the names that are not synced is there. */
  enum Names {
    NONE,
    ALL,
    FIRST_ONES,
    ANY
  }

  /** How much of the content that is not synced is there. */
  enum Content {
    NONE,
    ALL,
    FIRST_PART,
    LENGTH_WITH_ZEROS,
    ANY_PAGES
  }

  /** The disk after the first {@code count} operations. */
  CrashedDisk(List<FileOperation> operations, int count) {
    operations.subList(0, count).forEach(this::apply);
  }

  private void apply(FileOperation operation) {
    switch (operation.kind()) {
      case CREATE -> {
        Node made = new Node(false);
        byNumber.put(operation.number(), made);
        change(entry(operation.path(), made));
      }
      case WRITE, TRUNCATE -> file(operation).content.add(operation);
      case SYNC -> {
        Node file = file(operation);
        file.synced = file.content.size();
      }
      case SYNC_DIRECTORY -> syncNames(node(operation.path()));
      case MAKE_DIRECTORY -> {
        if (!operation.path().isEmpty()) {
          change(entry(operation.path(), new Node(true)));
        }
      }
      case UNLINK, REMOVE_DIRECTORY -> change(entry(operation.path(), null));
      case LINK -> change(entry(operation.target(), node(operation.path())));
      case RENAME -> {
        Node moved = node(operation.path());
        change(entry(operation.path(), null), entry(operation.target(), moved));
      }
    }
  }

  private Node file(FileOperation operation) {
    Node file = byNumber.get(operation.number());
    if (file == null) {
      throw new AssertionError("unknown file in " + operation);
    }
    return file;
  }

  private Node node(String path) {
    Node node = root;
    for (String name : path.isEmpty() ? new String[0] : path.split("/")) {
      node = node.entries.get(name);
      if (node == null) {
        throw new AssertionError("no such file: " + path);
      }
    }
    return node;
  }

  @SuppressWarnings("NullAway")
  private Entry entry(String path, Node node) {
    int slash = path.lastIndexOf('/');
    return new Entry(
        node(slash < 0 ? "" : path.substring(0, slash)), path.substring(slash + 1), node);
  }

  private void change(Entry... entries) {
    for (Entry each : entries) {
      put(each.directory.entries, each);
    }
    changes.add(new NameChange(List.of(entries)));
  }

  private static void put(Map<String, Node> entries, Entry change) {
    if (change.node == null) {
      entries.remove(change.name);
    } else {
      entries.put(change.name, change.node);
    }
  }

  private void syncNames(Node directory) {
    for (NameChange change : changes) {
      change.synced |= change.entries.stream().anyMatch(entry -> entry.directory == directory);
    }
  }

  /** What the operating system showed before the crash. */
  DiskImage running() {
    return image(new HashSet<>(changes), file -> content(file, file.content.size()));
  }

  /** What may be on the disk after the crash. */
  DiskImage after(Random random) {
    Names names = pick(random, Names.values());
    boolean alike = random.nextBoolean();
    Content common = pick(random, Content.values());
    return after(names, alike ? List.of(common) : List.of(Content.values()), random);
  }

  /** What may be on the disk after the crash, with that much of what was not synced. */
  DiskImage after(Names names, List<Content> contents, Random random) {
    return image(
        kept(names, random),
        file -> crashed(file, contents.get(random.nextInt(contents.size())), random));
  }

  private static <T> T pick(Random random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  private Set<NameChange> kept(Names names, Random random) {
    Set<NameChange> kept = new HashSet<>();
    List<NameChange> left = new ArrayList<>();
    for (NameChange change : changes) {
      if (change.synced) {
        kept.add(change);
      } else {
        left.add(change);
      }
    }
    switch (names) {
      case NONE -> {}
      case ALL -> kept.addAll(left);
      case FIRST_ONES -> kept.addAll(left.subList(0, random.nextInt(left.size() + 1)));
      case ANY -> addAny(kept, left, random);
    }
    return kept;
  }

  private static void addAny(Set<NameChange> kept, List<NameChange> left, Random random) {
    double share = random.nextDouble();
    List<Entry> lost = new ArrayList<>();
    for (NameChange change : left) {
      boolean follows =
          change.entries.stream().noneMatch(entry -> lost.stream().anyMatch(entry::isSame));
      if (follows && random.nextDouble() < share) {
        kept.add(change);
      } else {
        lost.addAll(change.entries);
      }
    }
  }

  /** Content of a file on the disk. */
  private interface Contents {
    byte[] of(Node file);
  }

  private DiskImage image(Set<NameChange> kept, Contents contents) {
    Map<Node, Map<String, Node>> directories = new HashMap<>();
    for (NameChange change : changes) {
      if (kept.contains(change)) {
        for (Entry entry : change.entries) {
          put(directories.computeIfAbsent(entry.directory, none -> new HashMap<>()), entry);
        }
      }
    }
    DiskImage image = new DiskImage();
    add(image, root, "", directories, contents);
    return image;
  }

  private static void add(
      DiskImage image,
      Node directory,
      String path,
      Map<Node, Map<String, Node>> directories,
      Contents contents) {
    directories
        .getOrDefault(directory, Map.of())
        .forEach(
            (name, node) -> {
              String full = path.isEmpty() ? name : path + "/" + name;
              if (node.directory) {
                image.directories().add(full);
                add(image, node, full, directories, contents);
              } else {
                image.files().put(full, contents.of(node));
              }
            });
  }

  private static byte[] crashed(Node file, Content content, Random random) {
    byte[] old = content(file, file.synced);
    byte[] all = content(file, file.content.size());
    if (file.synced == file.content.size()) {
      return all;
    }
    return switch (content) {
      case NONE -> old;
      case ALL -> all;
      case FIRST_PART -> firstPart(file, random);
      case LENGTH_WITH_ZEROS -> pages(file, old, all, page -> false);
      case ANY_PAGES -> pages(file, old, all, page -> random.nextBoolean());
    };
  }

  /** The first operations, and a part of the next write. */
  private static byte[] firstPart(Node file, Random random) {
    int whole = file.synced + random.nextInt(file.content.size() - file.synced);
    byte[] bytes = content(file, whole);
    FileOperation cut = file.content.get(whole);
    if (cut.kind() == FileOperation.Kind.WRITE) {
      byte[] part = Arrays.copyOf(cut.bytes(), random.nextInt(cut.bytes().length + 1));
      bytes = applied(bytes, FileOperation.write(cut.number(), cut.offset(), part));
    }
    return bytes;
  }

  private interface Pages {
    boolean isNew(int page);
  }

  /** The new length; of the pages that were written some are new, the others old or zeros. */
  private static byte[] pages(Node file, byte[] old, byte[] all, Pages chosen) {
    Set<Integer> written = new HashSet<>();
    for (FileOperation each : file.content.subList(file.synced, file.content.size())) {
      for (long at = each.offset(); at < each.offset() + each.bytes().length; at++) {
        written.add((int) (at / PAGE));
      }
    }
    byte[] bytes = Arrays.copyOf(all, all.length);
    for (int page : written) {
      if (!chosen.isNew(page)) {
        for (int i = page * PAGE; i < Math.min(bytes.length, (page + 1) * PAGE); i++) {
          bytes[i] = i < old.length ? old[i] : 0;
        }
      }
    }
    return bytes;
  }

  private static byte[] content(Node file, int operations) {
    byte[] bytes = new byte[0];
    for (FileOperation each : file.content.subList(0, operations)) {
      bytes = applied(bytes, each);
    }
    return bytes;
  }

  private static byte[] applied(byte[] bytes, FileOperation operation) {
    if (operation.kind() == FileOperation.Kind.TRUNCATE) {
      return Arrays.copyOf(bytes, (int) operation.offset());
    }
    int end = (int) operation.offset() + operation.bytes().length;
    byte[] next = bytes.length < end ? Arrays.copyOf(bytes, end) : bytes;
    System.arraycopy(
        operation.bytes(), 0, next, (int) operation.offset(), operation.bytes().length);
    return next;
  }
}
