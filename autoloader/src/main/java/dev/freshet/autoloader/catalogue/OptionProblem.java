package dev.freshet.autoloader.catalogue;

/**
 * Why a given option cannot be used.
 *
 * @param option its name, as it was given
 * @param why what is wrong, without a full stop
 * @param whatToDo the remedy, without a full stop
 */
public record OptionProblem(String option, String why, String whatToDo) {}
