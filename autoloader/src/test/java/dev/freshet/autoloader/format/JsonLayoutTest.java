package dev.freshet.autoloader.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLayoutTest {

  /** A {@code ~} stands for a line end. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      textBlock =
          """
          [{"a":1},{"a":2}]                        ! ARRAY
          [~                                       ! ARRAY
          {~ "a": 1~}                              ! OBJECT_ON_LINES
          {"a":1}{"a":2}                           ! OBJECTS_ON_LINE
          {"a":1},{"a":2}                          ! OBJECTS_ON_LINE
          {"a":1} {"a":2}                          ! OBJECTS_ON_LINE
          "{\\"id\\":\\"es1\\"}"                   ! TEXT_OF_JSON
          // made by export 3.1                    ! COMMENT
          # made by export                         ! COMMENT
          /* made */                               ! COMMENT
          {'id':'sq1'}                             ! SINGLE_QUOTES
          { 'id': None}                            ! SINGLE_QUOTES
          {id: 1}                                  ! NAMES_WITHOUT_QUOTES
          {"id":"tc1","title":"A",}                ! TRAILING_COMMA
          {"id":[1,2, ]}                           ! TRAILING_COMMA
          {"id":"a,}"}                             ! -
          {"price":NaN}                            ! OTHER_CONSTANT
          {"price":None,"a":1}                     ! OTHER_CONSTANT
          {"price":-Infinity}                      ! OTHER_CONSTANT
          {"text":"is NaN, sometimes"}             ! -
          {"id":"broken","body":                   ! CUT
          {"id":"broken","body":"}                 ! CUT
          <doc/>                                   ! XML
          id,title,body                            ! CSV
          1;Pump;"Prime it."                       ! CSV
          "1","Pump","Prime it."                   ! CSV
          [2026-01-01] INFO started                ! OTHER_TEXT
          2026-01-01 INFO started                  ! OTHER_TEXT
          12                                       ! -
          "text"                                   ! -
          null                                     ! -
          """)
  void layoutIsTold(String line, String layout) {
    assertThat(JsonLayout.of(line.replace('~', '\n')).map(Enum::name).orElse("-"))
        .isEqualTo(layout);
  }

  @Test
  void controlCharacterInATextIsTold() {
    assertThat(JsonLayout.of("{\"t\":\"a\tb\"}")).hasValue(JsonLayout.CONTROL_CHARACTER);
    assertThat(JsonLayout.of("{\"t\":\t\"a b\"}}")).isEmpty();
  }

  @Test
  void longTextIsToldInLinearTime() {
    assertThat(JsonLayout.of("{\"a\":\"" + "\\\\x".repeat(5_000_000) + "\",}"))
        .hasValue(JsonLayout.TRAILING_COMMA);
    assertThat(JsonLayout.of("x,".repeat(5_000_000))).hasValue(JsonLayout.CSV);
    assertThat(JsonLayout.of("{".repeat(5_000_000))).hasValue(JsonLayout.CUT);
  }

  /** Each quote of a text without an end could be the start of another search to the end. */
  @Test
  @Timeout(20)
  void textWithoutAnEndIsReadOnce() {
    assertThat(JsonLayout.of("{}\"" + "\\\"".repeat(1 << 20))).isEmpty();
    assertThat(JsonLayout.of("{\"a\":" + "[".repeat(1 << 20))).contains(JsonLayout.CUT);
  }
}
