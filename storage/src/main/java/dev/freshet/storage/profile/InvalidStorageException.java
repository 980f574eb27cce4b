package dev.freshet.storage.profile;

/** A setting of a storage is missing or contradicts another. It must be corrected. */
public final class InvalidStorageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final StorageSetting setting;
  private final String why;
  private final String whatToDo;

  InvalidStorageException(StorageSetting setting, String why, String whatToDo) {
    super("Cannot use storage setting " + setting.key() + ": " + why + ". " + whatToDo + ".");
    this.setting = setting;
    this.why = why;
    this.whatToDo = whatToDo;
  }

  /** Which one. */
  public StorageSetting setting() {
    return setting;
  }

  /** What is wrong with it, without a full stop. */
  public String why() {
    return why;
  }

  /** How to correct it, without a full stop. */
  public String whatToDo() {
    return whatToDo;
  }
}
