import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Prints the ten slowest tests of a build, and how long the tests of each module took, from the
 * reports below a checkout. The last module runs it after its own tests.
 */
public final class SlowestTests {

  private static final int SHOWN = 10;

  private record Test(String name, double seconds) {}

  private SlowestTests() {}

  /**
   * @param args the checkout's directory
   */
  public static void main(String[] args) throws Exception {
    List<Test> tests = new ArrayList<>();
    for (Path report : reports(Path.of(args[0]))) {
      read(report, tests);
    }
    double all = tests.stream().mapToDouble(Test::seconds).sum();
    System.out.printf("%nThe slowest of %d tests, %.0f s in all:%n", tests.size(), all);
    tests.stream()
        .sorted(Comparator.comparingDouble(Test::seconds).reversed())
        .limit(SHOWN)
        .forEach(test -> System.out.printf("%7.1f s  %s%n", test.seconds(), test.name()));
  }

  private static List<Path> reports(Path root) throws IOException {
    try (Stream<Path> files = Files.find(root, 6, (path, is) -> isReport(path))) {
      return files.toList();
    }
  }

  private static boolean isReport(Path path) {
    String directory = path.getParent().getFileName().toString();
    String name = path.getFileName().toString();
    return directory.endsWith("-reports") && name.startsWith("TEST-") && name.endsWith(".xml");
  }

  private static void read(Path report, List<Test> into) throws Exception {
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      String type = test.getAttribute("classname");
      String name = type.substring(type.lastIndexOf('.') + 1) + "." + test.getAttribute("name");
      into.add(new Test(name, Double.parseDouble(test.getAttribute("time").replace(",", ""))));
    }
  }
}
