package dev.freshet.autoloader.catalogue;

/** How this source stands to a documented option. */
public sealed interface Support {

  /** It means here what its documentation says. */
  record Supported() implements Support {}

  /**
   * It is used, and something is different here.
   *
   * @param how in sentences, for users
   */
  record Differs(String how) implements Support {}

  /**
   * It is refused, because this version does not have it.
   *
   * @param instead what happens without it, or what to use, in sentences
   */
  record NotYet(String instead) implements Support {}

  /**
   * It is refused, because it has no meaning outside the vendor's cloud.
   *
   * @param why in sentences
   */
  record NotApplicable(String why) implements Support {}

  /** Whether the option has an effect. */
  default boolean isUsed() {
    return this instanceof Supported || this instanceof Differs;
  }

  /** For the documentation, one line. */
  default String text() {
    if (this instanceof Differs differs) {
      return "Differs. " + differs.how();
    }
    if (this instanceof NotYet notYet) {
      return "Not yet. " + notYet.instead();
    }
    return this instanceof NotApplicable none ? "Does not apply. " + none.why() : "As documented.";
  }
}
