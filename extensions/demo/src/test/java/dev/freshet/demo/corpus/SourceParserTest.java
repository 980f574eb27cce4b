package dev.freshet.demo.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.freshet.demo.corpus.DocRecord.Kind;
import dev.freshet.demo.corpus.DocRecord.Subject;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceParserTest {

  private static List<DocRecord> parse(String source) {
    return new SourceParser("1.0").parse(source).orElseThrow();
  }

  @Test
  void readsPublicTypesAndMethodsWithTheirDocumentation() {
    List<DocRecord> records =
        parse(
            """
            package lib;
            /** Copies files. @since ignored inside text
             * @since 1.2 */
            public final class Files {
              /**
               * Copies a file.
               *
               * @param from the source
               * @param options how to copy
               * @return the number of bytes
               * @throws IOException if reading fails
               */
              public static <T> long copy(final List<String>[] from, @Nullable Opt... options) {}
            }
            """);

    assertThat(records)
        .containsExactly(
            new DocRecord(
                "lib.Files",
                new Subject(Kind.TYPE, "lib.Files", null, "class Files"),
                new DocText("Copies files. @since ignored inside text\nSince 1.2", "1.2", false),
                "1.0"),
            new DocRecord(
                "lib.Files#copy(List[],Opt...)",
                new Subject(
                    Kind.METHOD,
                    "lib.Files",
                    "copy",
                    "long Files.copy(List<String>[] from, Opt... options)"),
                new DocText(
                    """
                Copies a file.
                Parameter from: the source
                Parameter options: how to copy
                Returns: the number of bytes
                Throws IOException: if reading fails""",
                    null,
                    false),
                "1.0"));
  }

  @Test
  void leavesOutWhatIsNotPublicOrHasNoDocumentationOfItsOwn() {
    List<DocRecord> records =
        parse(
            """
            /** Not public. */
            class Hidden { /** Out of reach. */ public void a() {} }
            /** Public. */
            public class Shown {
              /** Protected. */ protected void b() {}
              /** {@inheritDoc} */ public void c() {}
              public void d() {}
              // A plain comment.
              public void e() {}
              /** Nested, but private. */ private static class In { /** f */ public void f() {} }
            }
            """);

    assertThat(records).extracting(DocRecord::id).containsExactly("Shown");
  }

  @Test
  void membersOfAnInterfaceArePublicAndNestedTypesCarryTheirOwner() {
    List<DocRecord> records =
        parse(
            """
            package lib;
            /** Outer. */
            public interface Outer {
              /** Does. */ void does(int times);
              /** Inner. */ enum Inner { A; /** Tells. */ public void tells() {} }
            }
            """);

    assertThat(records)
        .extracting(DocRecord::id, record -> record.subject().signature())
        .containsExactly(
            tuple("lib.Outer", "interface Outer"),
            tuple("lib.Outer#does(int)", "void Outer.does(int times)"),
            tuple("lib.Outer.Inner", "enum Outer.Inner"),
            tuple("lib.Outer.Inner#tells()", "void Outer.Inner.tells()"));
  }

  @Test
  void deprecationIsSeenInTheTagAndInTheAnnotation() {
    List<DocRecord> records =
        parse(
            """
            /** Old. @see nothing */
            @Deprecated public class Old {
              /** Older.
               * @deprecated use {@link New#go(int, int)} */
              public void older() {}
            }
            """);

    assertThat(records)
        .extracting(record -> record.text().deprecated())
        .containsExactly(true, true);
    assertThat(records.get(1).text().body()).isEqualTo("Older.\nDeprecated: use New.go(int, int)");
  }

  @Test
  void whatIsNotJavaHasNoResult() {
    assertThat(new SourceParser("1.0").parse("public class { nonsense")).isEmpty();
  }
}
