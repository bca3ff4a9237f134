package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Attribute;
import io.tierwise.onnx.Content;
import io.tierwise.onnx.DataType;
import io.tierwise.onnx.GraphBuilder;
import io.tierwise.onnx.Model;
import io.tierwise.onnx.ModelReader;
import io.tierwise.onnx.ModelWriter;
import io.tierwise.onnx.Weight;
import io.tierwise.runtime.ModelSession;
import io.tierwise.runtime.Optimization;
import io.tierwise.runtime.SessionSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A model of 3.6 GB, more than one message or one array can hold, one of its weights alone above 2 GB.
///
/// Its file of weights is sparse: only the last rows of each table are there, beyond every limit of 32
/// bits, and the rest takes no disk.
class LargeModelTest {

    private static final long SEED = 71;
    private static final int WIDTH = 1024;
    private static final int ROWS_THERE = 8;
    private static final long SMALL_TABLE = 300_000;
    private static final long LARGE_TABLE = 600_000;
    private static final long ROW_BYTES = 4L * WIDTH;
    private static final long BYTES = (SMALL_TABLE + LARGE_TABLE) * ROW_BYTES;

    private static final List<Map<String, Tensor>> SAMPLES = Net.samples(SEED, 3, 1, 16);

    @TempDir
    Path folder;

    private Path data;
    private Model model;

    /// Looks up rows of one table, and by what is found there rows of the other.
    @BeforeEach
    void write() throws IOException {
        data = folder.resolve("large.data");
        long free = Files.getFileStore(folder).getUsableSpace();
        Assumptions.assumeTrue(free > 2 * BYTES, "too little disk, should the file system have no sparse files");
        GraphBuilder graph = new GraphBuilder("large", 17);
        try (FileChannel channel = FileChannel.open(
                data, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            String x = graph.input("input", DataType.FLOAT, 1, 16);
            String found = rows(graph, x, table(channel, "small", 0, SMALL_TABLE));
            String narrow = graph.node("ReduceMean", Map.of("axes", Net.ints(1)), List.of(found));
            graph.output(rows(graph, graph.flatten(narrow), table(channel, "large", SMALL_TABLE, LARGE_TABLE)));
        } catch (IOException e) {
            Assumptions.abort("no sparse file of " + BYTES + " bytes here: " + e);
        }
        long taken = free - Files.getFileStore(folder).getUsableSpace();
        Assumptions.assumeTrue(taken < BYTES / 2, "the file system has no sparse files");
        model = graph.build();
        Files.write(folder.resolve("large.onnx"), ModelWriter.toBytes(model, folder));
        model = ModelReader.read(folder.resolve("large.onnx"));
    }

    /// A row for each value of `x` [1, n], among the last of the table.
    private static String rows(GraphBuilder graph, String x, Weight table) {
        String name = graph.weight(table);
        long first = table.shape().getFirst() - ROWS_THERE;
        String scaled = graph.node(
                "Mul", Map.of(), List.of(x, graph.weight(Weight.ofFloats(name + ".spread", new float[] {1000}))));
        String whole = graph.node("Cast", Map.of("to", new Attribute.IntValue(7)), List.of(scaled));
        String count = graph.weight(Weight.ofLongs(name + ".there", new long[] {ROWS_THERE}));
        String row = graph.node("Mod", Map.of(), List.of(whole, count));
        String start = graph.weight(Weight.ofLongs(name + ".first", new long[] {first}));
        return graph.node("Gather", Map.of(), List.of(name, graph.add(row, start)));
    }

    private Weight table(FileChannel channel, String name, long firstRow, long rows) throws IOException {
        Random random = new Random(SEED + rows);
        ByteBuffer there = ByteBuffer.allocate(ROWS_THERE * WIDTH * 4).order(ByteOrder.LITTLE_ENDIAN);
        while (there.hasRemaining()) {
            there.putFloat((float) random.nextGaussian());
        }
        channel.position((firstRow + rows - ROWS_THERE) * ROW_BYTES);
        there.flip();
        while (there.hasRemaining()) {
            channel.write(there);
        }
        Content content = new Content.External(data, firstRow * ROW_BYTES, rows * ROW_BYTES);
        return new Weight(name, DataType.FLOAT, List.of(rows, (long) WIDTH), content);
    }

    @Test
    void inspect_modelAbove2GB_countsEverything() {
        Inspection inspection = Inspection.of(model, SAMPLES.getFirst());
        assertThat(inspection.size().parameters()).isEqualTo((SMALL_TABLE + LARGE_TABLE) * WIDTH);
        assertThat(inspection.size().bytes()).isBetween(BYTES, BYTES + 100);
        assertThat(inspection.cuts().weightBytes()).isEqualTo(inspection.size().bytes());
    }

    @Test
    void apply_partitionOfModelAbove2GB_pointsIntoTheOriginal() throws IOException {
        Context context = new Context(Calibration.of(SAMPLES), Criteria.none(), folder.resolve("work"));
        List<Part> parts = Composer.apply(Operators.parseSequence("P(study)"), model, context)
                .parts();
        assertThat(parts).hasSize(2);
        assertThat(ModelSize.of(parts.get(0).model()).bytes()).isBetween(1L << 30, 2L << 30);
        assertThat(ModelSize.of(parts.get(1).model()).bytes()).isGreaterThan(2L << 30);
        List<Part> written = new ArrayList<>();
        for (Part part : parts) {
            byte[] bytes = ModelWriter.toBytes(part.model(), folder);
            assertThat(bytes).hasSizeLessThan(4096);
            Path file = Files.write(folder.resolve("part" + written.size() + ".onnx"), bytes);
            written.add(new Part(ModelReader.read(file), part.inputs(), part.outputs()));
            ModelSession.open(file, SessionSettings.exact()).close();
        }
        assertThat(written).isEqualTo(parts);
        assertThat(folder.resolve("work")).doesNotExist();
        assertThat(Verification.compare(model, written, SAMPLES, Optimization.NONE))
                .matches(Verification::exact)
                .satisfies(exact -> assertThat(exact.outputs().getFirst().peak())
                        .as("the rows found are not those that are not there")
                        .isGreaterThan(1));
        assertThat(Verification.compare(model, written, SAMPLES, Optimization.ALL))
                .matches(Verification::holds);
    }

    /// Copies 2.4 GB.
    @Test
    void writeStandalone_weightAbove2GB_copiesItBesideTheFile() throws IOException {
        Assumptions.assumeTrue(Boolean.getBoolean("tierwise.thorough"), "copies of gigabytes when thorough");
        Shapes shapes = Shapes.learn(model, SAMPLES.getFirst());
        CutPlace middle = new CutChoice(CutPlaces.of(model, shapes)).study(2).getFirst();
        List<Part> parts = CutParts.of(model, shapes, List.of(middle.cut()));
        Path copy = folder.resolve("copy.onnx");
        ModelWriter.writeStandalone(parts.get(1).model(), copy);
        assertThat(folder.resolve("copy.onnx.data")).hasSize(LARGE_TABLE * ROW_BYTES);
        Part copied = new Part(
                ModelReader.read(copy), parts.get(1).inputs(), parts.get(1).outputs());
        assertThat(Verification.compare(model, List.of(parts.get(0), copied), SAMPLES, Optimization.NONE))
                .matches(Verification::exact);
    }
}
