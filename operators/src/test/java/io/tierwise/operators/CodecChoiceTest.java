package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.ElementType;
import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.Codec.Format;
import io.tierwise.runtime.Codec.Packing;
import io.tierwise.runtime.FittedCodec;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What P chooses to carry tensors by. Links, codecs and losses are made up; part times are really taken, and
/// nothing hangs on them.
class CodecChoiceTest {

    private static final Model MODEL = Net.residual(2);
    private static final List<Map<String, Tensor>> IMAGES = Net.samples(4, 3, 1, 3, 16, 16);

    /// A second for each byte: whatever else takes time is nothing.
    private static final CutCost SLOW = CutCost.uniform(1);

    private static final CutCost FAST = CutCost.uniform(1e15);

    private static final Codec U8_ZSTD = new Codec(Format.U8, Packing.ZSTD);
    private static final Codec FP16_ZSTD = new Codec(Format.FP16, Packing.ZSTD);
    private static final Codec FP32_ZSTD = new Codec(Format.FP32, Packing.ZSTD);

    @TempDir
    Path folder;

    private final Set<Format> formats = EnumSet.noneOf(Format.class);
    private final Set<Codec> coded = new HashSet<>();
    private int asked;

    @BeforeEach
    void nothingAsked() {
        asked = 0;
    }

    /// LZ4 halves, Zstandard thirds, and everything takes a second.
    private CodecPace.Coded pace(FittedCodec codec, Tensor tensor) {
        coded.add(codec.codec());
        long bytes = codec.codec().unpackedBytes(tensor.type(), tensor.byteSize());
        long packed = switch (codec.codec().packing()) {
            case NONE -> bytes;
            case LZ4 -> bytes / 2;
            case ZSTD -> bytes / 3;
        };
        return new CodecPace.Coded(packed, 1e9, 1e9);
    }

    /// Everything is lost where one of these formats was written into the model, nothing else.
    private double loss(Model model) {
        asked++;
        boolean steps = Nodes.count(model, "Floor") > 0;
        boolean half = Nodes.count(model, "Cast") > 0;
        return (steps && formats.contains(Format.U8)) || (half && formats.contains(Format.FP16)) ? 1 : 0;
    }

    private Criteria criteria(CutCost cost) {
        return Criteria.none().withCutCost(cost).withCodecPace(this::pace);
    }

    private Criteria asking(CutCost cost) {
        return criteria(cost).withLoss(this::loss).withTolerance(Tolerance.points(0.01));
    }

    private Product apply(String operators, int parts, Criteria criteria) {
        return Composer.apply(
                Composer.Request.of(Operators.parseSequence(operators), parts),
                Uncut.of(MODEL),
                new Context(Calibration.of(IMAGES), criteria, folder));
    }

    private static Partition resolved(Product product) {
        return (Partition) product.resolved().getLast();
    }

    private static String account(Product product) {
        return String.join("\n", product.accounts().getLast().lines());
    }

    @Test
    void p_slowLink_takesTheSmallestCodecAndNamesIt() {
        Product product = apply("P", 2, asking(SLOW));
        assertThat(resolved(product).codecs()).containsExactly(U8_ZSTD);
        assertThat(resolved(product).text()).endsWith(",u8-zstd)");
        String crossing = product.parts().getFirst().outputs().getFirst();
        assertThat(product.codecs())
                .hasEntrySatisfying(
                        crossing, codec -> assertThat(codec.ranges()).hasSize(1));
        assertThat(product.accounts().getLast().cuts().getFirst().toMap()).containsEntry("codec", "u8-zstd");
        assertThat(account(product))
                .contains("ways were compared")
                .contains("on 3 calibration samples")
                .contains("taken: loses 0.0000 on selection samples, at most 0.0100 may be")
                .contains("slower");
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void p_fastLink_leavesTensorsAsTheyAre() {
        Product product = apply("P", 2, asking(FAST));
        assertThat(resolved(product).codecs()).containsExactly(Codec.AS_IS);
        assertThat(resolved(product))
                .isEqualTo(Partition.at(resolved(product).tensors().getFirst()));
        assertThat(product.codecs()).isEmpty();
        assertThat(product.accounts().getLast().cuts().getFirst().toMap()).containsEntry("codec", "fp32");
        assertThat(coded).contains(U8_ZSTD, FP32_ZSTD);
        assertThat(asked).isZero();
    }

    @Test
    void p_eightBitsLoseTooMuch_takesTheNextThatDoesNot() {
        formats.add(Format.U8);
        Product product = apply("P", 2, asking(SLOW));
        assertThat(resolved(product).codecs()).containsExactly(FP16_ZSTD);
        assertThat(account(product))
                .contains("refused: loses 1.0000 on selection samples, at most 0.0100 may be")
                .contains("taken: loses 0.0000");
    }

    @Test
    void p_everyFormatLosesTooMuch_packsWithoutLoss() {
        formats.addAll(Set.of(Format.U8, Format.FP16));
        Product product = apply("P", 2, asking(SLOW));
        assertThat(resolved(product).codecs()).containsExactly(FP32_ZSTD);
        assertThat(asked).isLessThanOrEqualTo(5);
        assertThat(account(product)).contains("taken: loses nothing");
    }

    @Test
    void p_threePartsWhereEverythingLoses_asksFourTimes() {
        formats.addAll(Set.of(Format.U8, Format.FP16));
        Product product = apply("P", 3, asking(SLOW));
        assertThat(resolved(product).codecs()).containsExactly(FP32_ZSTD, FP32_ZSTD);
        assertThat(asked).isEqualTo(5);
        assertThat(account(product)).containsPattern("\\n\\d+ more that lose were not asked\\n");
    }

    @Test
    void p_lossWithinTheTolerance_isAccepted() {
        formats.add(Format.U8);
        Product product = apply("P", 2, asking(SLOW).withTolerance(Tolerance.points(1)));
        assertThat(resolved(product).codecs()).containsExactly(U8_ZSTD);
    }

    @Test
    void p_noSelectionSamples_losesNothing() {
        Product product = apply("P", 2, criteria(SLOW));
        assertThat(resolved(product).codecs()).containsExactly(FP32_ZSTD);
        assertThat(account(product)).contains("there are no selection samples");
    }

    @Test
    void p_lessThanWorthSaved_losesNothing() {
        CutCost hardlyAnyLink = (parts, bytes) -> 1e9 + bytes.getFirst();
        Product product = apply("P", 2, asking(hardlyAnyLink));
        assertThat(resolved(product).codecs()).containsExactly(FP32_ZSTD);
        assertThat(account(product)).contains("it loses, for less than 5 %");
        assertThat(asked).isZero();
    }

    @Test
    void p_tensorsThatAreBytes_arePackedAtMost() {
        Product product = apply("Q(u8s8)P", 2, asking(SLOW));
        assertThat(resolved(product).codecs()).containsExactly(FP32_ZSTD);
        assertThat(coded).extracting(Codec::format).containsOnly(Format.FP32);
        String crossing = product.parts().getFirst().outputs().getFirst();
        assertThat(Shapes.learn(product.parts().getFirst().model(), IMAGES.getFirst())
                        .of(crossing)
                        .orElseThrow()
                        .type())
                .isEqualTo(ElementType.UINT8);
    }

    @Test
    void p_linksThatDiffer_getTheirOwnCodecs() {
        CutCost slowThenFree = (parts, bytes) ->
                parts.stream().mapToDouble(Double::doubleValue).sum() + 1e9 * bytes.getFirst();
        Product product = apply("P", 3, asking(slowThenFree));
        assertThat(resolved(product).codecs()).containsExactly(U8_ZSTD, Codec.AS_IS);
    }

    @Test
    void p_slowReceiver_doesNotReadWhatIsSlowToRead() {
        CutCost slowTail = (parts, bytes) -> parts.get(0) + 1e6 * parts.get(1) + 1e9 * bytes.getFirst();
        Product product = apply("P", 2, asking(slowTail));
        assertThat(resolved(product).codecs()).containsExactly(Codec.AS_IS);
    }

    @Test
    void p_resolvedName_isReadBackAndChoosesNothing() {
        Product product = apply("P", 2, asking(SLOW));
        String name = resolved(product).text();
        assertThat(Operators.parse(name)).isEqualTo(resolved(product));
        coded.clear();
        Product again = apply(name, 2, asking(FAST));
        assertThat(resolved(again)).isEqualTo(resolved(product));
        assertThat(again.codecs()).isEqualTo(product.codecs());
        assertThat(coded).isEmpty();
    }

    @Test
    void p_codecWritten_isKept() {
        Product plain = apply("P(fp32)", 2, asking(SLOW));
        assertThat(resolved(plain).codecs()).containsExactly(Codec.AS_IS);
        assertThat(resolved(apply("P(study)", 2, asking(SLOW))).codecs()).containsExactly(Codec.AS_IS);
        assertThat(resolved(apply("P(fp16)", 2, asking(SLOW))).codecs())
                .containsExactly(new Codec(Format.FP16, Packing.NONE));
        assertThat(coded).isEmpty();
        assertThat(asked).isZero();
    }
}
