package dev.freshet.cli.keys;

import dev.freshet.core.config.value.DurationText;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses durations as the configuration spells them, and days such as 90d. */
final class TimeSpan implements ITypeConverter<Duration> {

  private static final Pattern DAYS = Pattern.compile("([0-9]{1,6})d");

  @Override
  public Duration convert(String text) {
    Matcher days = DAYS.matcher(text);
    if (days.matches()) {
      return Duration.ofDays(Long.parseLong(days.group(1)));
    }
    return DurationText.parse(text)
        .filter(time -> !time.isNegative())
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' is not a time such as 90d, 12h, 30m or 0s"));
  }
}
