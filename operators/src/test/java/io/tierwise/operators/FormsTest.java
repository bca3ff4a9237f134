package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Content;
import io.tierwise.onnx.Graph;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.ValueInfo;
import io.tierwise.runtime.Optimization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Every order of operators on the same network in every form that exporters write, read from a file.
@Execution(ExecutionMode.CONCURRENT)
class FormsTest {

    private static final long SEED = 6;
    private static final List<Map<String, Tensor>> IMAGES = Net.samples(SEED, 6, 1, 3, 16, 16);

    /// How a file holds the network.
    enum Form {
        INITIALIZERS,
        CONSTANT_NODES,
        OPSET_9,
        /// Files of IR version 3 list every weight among the inputs, too.
        OPSET_9_WEIGHTS_AS_INPUTS;

        Model model() {
            Net net = Net.residualNet(SEED);
            return switch (this) {
                case INITIALIZERS -> net.model();
                case CONSTANT_NODES -> net.modelOfConstants();
                case OPSET_9 -> net.model(9);
                case OPSET_9_WEIGHTS_AS_INPUTS -> weightsAsInputs(net.model(9));
            };
        }

        private static Model weightsAsInputs(Model model) {
            Graph graph = model.graph();
            List<ValueInfo> inputs = new ArrayList<>(graph.inputs());
            graph.initializers()
                    .values()
                    .forEach(weight -> inputs.add(ValueInfo.of(
                            weight.name(),
                            weight.type(),
                            weight.shape().stream().mapToLong(Long::longValue).toArray())));
            Graph listed = new Graph(
                    graph.name(), graph.nodes(), inputs, graph.outputs(), graph.initializers(), graph.values());
            return new Model(3, model.opsets(), model.metadata(), model.producer(), listed);
        }
    }

    @TempDir
    Path folder;

    private Path work() {
        return folder.resolve("work");
    }

    private Model read(Form form) {
        Path file = folder.resolve(form + ".onnx");
        ModelWriter.writeStandalone(form.model(), file);
        return ModelReader.read(file);
    }

    private Product apply(String operators, Model model) {
        Context context = new Context(Calibration.of(IMAGES), Criteria.none(), work());
        return Composer.apply(Operators.parseSequence(operators), model, context);
    }

    static Stream<Arguments> everyFormAndOrder() {
        return Stream.of(Form.values())
                .flatMap(form ->
                        Stream.concat(Stream.of("I"), Orders.ALL.stream()).map(order -> Arguments.of(form, order)));
    }

    @ParameterizedTest
    @MethodSource("everyFormAndOrder")
    void apply_anyOrder_isAccountedForStepByStep(Form form, String order) {
        Model model = read(form);
        Product product = apply(order, model);
        List<Account> accounts = product.accounts();
        assertThat(accounts).hasSize(Operators.parseSequence(order).size());
        ModelSize before = ModelSize.of(model);
        assertThat(before).isEqualTo(ModelSize.of(Net.residual(SEED)));
        for (Account account : accounts) {
            assertThat(account.before()).isEqualTo(before);
            before = account.after();
            assertChange(account);
        }
        assertThat(before).isEqualTo(product.size());
    }

    /// What each operator may change, and what it must.
    private static void assertChange(Account account) {
        ModelSize before = account.before();
        ModelSize after = account.after();
        assertThat(account.change()).isNotBlank();
        switch (account.operator().charAt(0)) {
            case 'I' -> assertThat(after).isEqualTo(before);
            case 'Q' -> {
                assertThat(after.parameters()).isEqualTo(before.parameters());
                assertThat(after.bytes()).isLessThan(before.bytes() / 2);
            }
            case 'E' -> {
                assertThat(after.parameters()).isLessThan(before.parameters());
                assertThat(after.nodes()).isLessThan(before.nodes());
                assertThat(account.skippedBlocks()).hasSize(2);
            }
            case 'P' -> {
                assertThat(after.parameters()).isEqualTo(before.parameters());
                assertThat(after.nodes()).isEqualTo(before.nodes());
                assertThat(account.cuts()).hasSize(1);
            }
            default -> throw new AssertionError("an account of " + account.operator());
        }
    }

    /// Cutting changes nothing, whatever was done before it; quantizing parts is held against the parts.
    @ParameterizedTest
    @MethodSource("everyFormAndOrder")
    void apply_anyOrder_meansWhatItsStepsMean(Form form, String order) {
        Model model = read(form);
        List<Part> parts = apply(order, model).parts();
        String without = order.replace("P(study)", "");
        Model whole = apply(without.isEmpty() ? "I" : without, model)
                .parts()
                .getFirst()
                .model();
        Verification exact = Verification.compare(whole, parts, IMAGES, Optimization.NONE);
        if (order.contains("P(study)Q")) {
            assertThat(exact.outputs().getFirst().relative()).isBetween(0.0, 0.1);
            return;
        }
        assertThat(exact).matches(Verification::exact);
        if (!order.contains("Q")) {
            assertThat(Verification.compare(whole, parts, IMAGES, Optimization.ALL))
                    .matches(Verification::holds);
        }
    }

    /// The forms are one network: bit for bit the same answers.
    @ParameterizedTest
    @EnumSource
    void apply_anyForm_givesTheSameAnswers(Form form) {
        for (String order : List.of("I", "Q(u8s8)", "E(study)", "Q(u8s8)E(study)", "E(study)Q(u8s8)")) {
            List<Part> first = apply(order, read(Form.INITIALIZERS)).parts();
            List<Part> second = apply(order, read(form)).parts();
            assertThat(Verification.compare(first.getFirst().model(), second, IMAGES, Optimization.NONE))
                    .as(order)
                    .matches(Verification::exact);
        }
    }

    /// Parts are a few kilobytes; what is written besides are bytes that quantization made.
    @ParameterizedTest
    @MethodSource("everyFormAndOrder")
    void apply_anyOrder_copiesNoWeightThatStays(Form form, String order) throws IOException {
        Model model = read(form);
        Map<Content, Long> original = new HashMap<>();
        model.graph().weights().values().forEach(weight -> original.put(weight.content(), weight.byteSize()));
        Map<Content, Long> made = new HashMap<>();
        for (Part part : apply(order, model).parts()) {
            assertThat(ModelWriter.toBytes(part.model(), folder)).hasSizeLessThan(40_000);
            part.model().graph().weights().values().stream()
                    .filter(weight -> weight.content() instanceof Content.External)
                    .forEach(weight -> made.put(weight.content(), weight.byteSize()));
        }
        made.keySet().removeAll(original.keySet());
        long originalBytes = original.values().stream().reduce(0L, Long::sum);
        long madeBytes = made.values().stream().reduce(0L, Long::sum);
        assertThat(bytesIn(work())).isBetween(madeBytes, order.contains("Q") ? originalBytes / 4 : 0);
        assertThat(madeBytes > 0).isEqualTo(order.contains("Q"));
    }

    private static long bytesIn(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
