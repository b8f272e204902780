package io.imprimatur.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the files of the repository must not hold, whatever language they are written in. */
class TreeTest {

    private static final int LONGEST_FILE = 400;

    /** A path that exists on one machine only; the slashes of an address do not count. */
    private static final Pattern MACHINE_PATH =
            Pattern.compile("(?<![\\w.}/:*-])/(?:work|root|home|Users|tmp|var/folders)/[\\w.*-]+");

    private static final Pattern HOST = Pattern.compile("https?://([A-Za-z0-9][A-Za-z0-9-]*\\.[A-Za-z0-9.-]+)");

    /** Names of formats, documents that are cited, and the machine itself. None is a place to download from. */
    private static final Set<String> KNOWN_HOSTS = Set.of(
            "localhost",
            "127.0.0.1",
            "maven.apache.org",
            "www.apache.org",
            "www.w3.org",
            "jakarta.ee",
            "jboss.org",
            "xmlns.jcp.org",
            "java.sun.com",
            "json-schema.org",
            "www.omg.org",
            "bpmn.io",
            "camunda.org",
            "imprimatur.io",
            "raw.githubusercontent.com",
            "docs.camunda.org",
            "www.rfc-editor.org",
            "eur-lex.europa.eu",
            "creativecommons.org",
            "archive.ics.uci.edu",
            "doi.org");

    private static final Pattern FOREIGN_KEY = Pattern.compile("(?i)\\breferences\\s+([a-z_]+)\\.([a-z_]+)");
    private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");
    private static final Pattern SETTING =
            Pattern.compile("@ConfigProperty\\(\\s*name\\s*=\\s*\"(imprimatur\\.[a-z.-]+)\"");
    private static final Pattern LOMBOK = Pattern.compile("(?m)^import\\s+(?:static\\s+)?lombok\\b");

    @Test
    void no_file_names_a_path_of_somebodys_machine() {
        assertThat(matches(MACHINE_PATH, "cp model.pt " + "/" + "home/anna/models"))
                .hasSize(1);
        assertThat(matches(MACHINE_PATH, "GET http://localhost:8080/" + "home/page"))
                .isEmpty();

        assertThat(findings(Tree.textFiles(), file -> matches(MACHINE_PATH, Tree.read(file))))
                .isEmpty();
    }

    @Test
    void no_file_names_a_host_to_download_from() {
        assertThat(unknownHosts("see https://" + "downloads.somewhere.dev/maven2"))
                .containsExactly("downloads.somewhere.dev");

        assertThat(findings(Tree.textFiles(), file -> unknownHosts(withoutExamples(file))))
                .isEmpty();
    }

    @Test
    void no_java_file_is_longer_than_a_reader_can_hold() {
        assertThat(Tree.javaFiles())
                .isNotEmpty()
                .filteredOn(file -> Tree.read(file).lines().count() > LONGEST_FILE)
                .isEmpty();
    }

    @Test
    void no_source_is_written_by_lombok() {
        assertThat(matches(LOMBOK, "import " + "lombok.Data;")).hasSize(1);

        assertThat(findings(Tree.javaFiles(), file -> matches(LOMBOK, Tree.read(file))))
                .isEmpty();
    }

    @Test
    void no_table_refers_to_a_table_of_another_module() {
        assertThat(foreignTables("rollout", "version uuid references registry.version(id)"))
                .containsExactly("registry.version");
        assertThat(foreignTables("rollout", "rev bigint references audit.revision(id)"))
                .isEmpty();

        List<Path> migrations = Tree.files(
                file -> file.toString().endsWith(".sql") && !module(file).isEmpty());
        assertThat(migrations).isNotEmpty();
        assertThat(findings(migrations, file -> foreignTables(module(file), Tree.read(file))))
                .isEmpty();
    }

    @Test
    void every_link_between_documents_leads_somewhere() {
        assertThat(brokenLinks(Path.of("README.md"), "[a](modules/modules.puml) [b](no/such/file.md) [c](#part)"))
                .containsExactly("no/such/file.md");

        List<Path> documents = Tree.files(file -> file.toString().endsWith(".md"));
        assertThat(findings(documents, file -> brokenLinks(file, Tree.read(file))))
                .isEmpty();
    }

    @Test
    void every_setting_is_explained_beside_the_configuration() {
        assertThat(variables("@ConfigProperty(name = \"imprimatur.first-load.limit\")"))
                .containsExactly("IMPRIMATUR_FIRST_LOAD_LIMIT");

        String explained = Tree.read(Path.of("config/README.md"));
        List<Path> sources =
                Tree.files(file -> file.toString().replace('\\', '/').matches(".*src/main/java/.*\\.java"));
        assertThat(sources.stream().flatMap(file -> variables(Tree.read(file)).stream()))
                .isNotEmpty()
                .filteredOn(variable -> !explained.contains("`" + variable + "`"))
                .isEmpty();
    }

    private static List<String> variables(String source) {
        return SETTING.matcher(source)
                .results()
                .map(match -> match.group(1).replaceAll("[.-]", "_").toUpperCase(Locale.ROOT))
                .toList();
    }

    private static List<String> brokenLinks(Path document, String text) {
        Path folder = Codebase.root().resolve(document).getParent();
        return LINK.matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(link -> !link.contains("://") && !Files.exists(folder.resolve(link)))
                .toList();
    }

    /** What was found, each with its file: short enough to read in a failure. */
    private static List<String> findings(List<Path> files, Function<Path, List<String>> search) {
        return files.stream()
                .flatMap(file -> search.apply(file).stream().map(found -> file + ": " + found))
                .toList();
    }

    /** The folder below db/migration, or an empty text. */
    private static String module(Path file) {
        String path = file.toString().replace('\\', '/');
        MatchResult found = Pattern.compile("db/migration/([a-z]+)/")
                .matcher(path)
                .results()
                .findFirst()
                .orElse(null);
        return found == null || found.group(1).equals("camunda") ? "" : found.group(1);
    }

    private static List<String> foreignTables(String module, String sql) {
        return FOREIGN_KEY
                .matcher(sql)
                .results()
                .filter(match -> !match.group(1).equalsIgnoreCase(module))
                .map(match -> match.group(1) + "." + match.group(2))
                .filter(table -> !table.equals("audit.revision"))
                .toList();
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> unknownHosts(String text) {
        return HOST.matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(host -> !KNOWN_HOSTS.contains(host))
                .distinct()
                .toList();
    }

    /** Names and addresses that are reserved for examples (RFC 2606, RFC 5737) lead nowhere. */
    private static String withoutExamples(Path file) {
        return Tree.read(file)
                .replaceAll(
                        "https?://([a-z0-9-]+\\.)*(example\\.(org|com|net)|invalid|test|example|192\\.0\\.2\\.\\d+)\\b",
                        "");
    }
}
