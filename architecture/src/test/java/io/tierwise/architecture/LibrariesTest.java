package io.tierwise.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;

/// Who alone may know a library: what would have to be written again without it.
@AnalyzeClasses(packages = "io.tierwise", importOptions = ImportOption.DoNotIncludeTests.class)
class LibrariesTest {

    @ArchTest
    static final ArchRule data_decodes_images =
            only(List.of("data"), "javax.imageio..", "java.awt..", "com.twelvemonkeys..");

    @ArchTest
    static final ArchRule runtime_runs_models = only(List.of("runtime"), "ai.onnxruntime..");

    @ArchTest
    static final ArchRule onnx_knows_the_messages_of_model_files = only(List.of("onnx"), "io.tierwise.onnx.proto..");

    @ArchTest
    static final ArchRule agent_knows_the_messages_on_the_wire = only(List.of("agent"), "io.tierwise.agent.proto..");

    @ArchTest
    static final ArchRule onnx_and_agent_know_how_messages_are_written =
            only(List.of("onnx", "agent"), "com.google.protobuf..");

    @ArchTest
    static final ArchRule agent_packs_bytes = only(List.of("agent"), "io.airlift..");

    @ArchTest
    static final ArchRule stats_knows_distributions = only(List.of("stats"), "org.apache.commons..");

    @ArchTest
    static final ArchRule study_reads_yaml =
            only(List.of("study"), "tools.jackson.dataformat..", "com.networknt..", "org.snakeyaml..");

    @ArchTest
    static final ArchRule study_report_and_the_command_line_read_and_write_json =
            only(List.of("study", "report", "cli"), "tools.jackson..", "com.fasterxml..");

    @ArchTest
    static final ArchRule the_journal_alone_speaks_to_the_database = noClasses()
            .that()
            .haveNameNotMatching("io\\.tierwise\\.study\\.Journal(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.sqlite..")
            .because("what a study keeps goes through its journal");

    @ArchTest
    static final ArchRule report_fills_templates = only(List.of("report"), "gg.jte..");

    @ArchTest
    static final ArchRule the_command_line_parses_arguments = only(List.of("cli"), "picocli..");

    @ArchTest
    static final ArchRule everybody_logs_through_the_platform = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.logging..", "org.slf4j..", "ch.qos.logback..", "org.apache.logging..")
            .because("where messages go is decided where the process starts");

    private static ArchRule only(List<String> modules, String... libraries) {
        String[] packages =
                modules.stream().map(module -> "io.tierwise." + module + "..").toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .because("only " + String.join(" and ", modules) + " may know " + Arrays.toString(libraries));
    }
}
