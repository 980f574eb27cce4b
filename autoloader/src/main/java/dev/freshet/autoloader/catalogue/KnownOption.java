package dev.freshet.autoloader.catalogue;

/**
 * One option of the source, as it is documented.
 *
 * @param name as users write it; names are case-insensitive
 * @param defaultValue as users would write it; {@link #REQUIRED} or {@link #NONE}
 * @param meaning what it does, in sentences, for the generated documentation
 * @param support how this source stands to it
 */
public record KnownOption(String name, String defaultValue, String meaning, Support support) {

  /** Default of an option that must be given. */
  public static final String REQUIRED = "";

  /** Default of an option that has no effect unless it is given. */
  public static final String NONE = "none";

  /** An option that means here what its documentation says. */
  static KnownOption supported(String name, String defaultValue, String meaning) {
    return new KnownOption(name, defaultValue, meaning, new Support.Supported());
  }

  /** An option that is used, with a difference. */
  static KnownOption differs(String name, String defaultValue, String meaning, String how) {
    return new KnownOption(name, defaultValue, meaning, new Support.Differs(how));
  }

  /** An option that this version does not have. */
  static KnownOption notYet(String name, String defaultValue, String meaning, String instead) {
    return new KnownOption(name, defaultValue, meaning, new Support.NotYet(instead));
  }

  /** An option without a meaning outside the vendor's cloud. */
  static KnownOption notApplicable(String name, String defaultValue, String meaning, String why) {
    return new KnownOption(name, defaultValue, meaning, new Support.NotApplicable(why));
  }

  /** Whether a given value asks only for what happens anyway. */
  boolean isDefault(String value) {
    return !defaultValue.equals(NONE) && defaultValue.equalsIgnoreCase(value.strip());
  }
}
