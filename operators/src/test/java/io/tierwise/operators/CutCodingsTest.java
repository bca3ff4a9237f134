package io.tierwise.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Tensor;
import io.tierwise.onnx.Model;
import io.tierwise.operators.CodecPace.Coded;
import io.tierwise.runtime.Codec;
import io.tierwise.runtime.FittedCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What crosses the places of a small network, in codecs that are made up: packing halves.
class CutCodingsTest {
    private static final Model MODEL = Net.residual(2);
    private static final List<Map<String, Tensor>> IMAGES = Net.samples(4, 3, 1, 3, 16, 16);
    private static final double ENCODE = 3;
    private static final double DECODE = 2;

    private final Set<String> written = new HashSet<>();

    private Coded pace(FittedCodec codec, Tensor tensor) {
        written.add(tensor.byteSize() + " " + codec.codec());
        long bytes = codec.codec().unpackedBytes(tensor.type(), tensor.byteSize());
        boolean packed = codec.codec().packing() != Codec.Packing.NONE;
        return new Coded(packed ? bytes / 2 : bytes, ENCODE, DECODE);
    }

    @Test
    void of_everyPlace_knowsEveryCodec() {
        List<CutPlace> places = CutSurvey.of(MODEL, IMAGES.getFirst(), 1).places();

        CutCodings codings = CutCodings.of(MODEL, places, Calibration.of(IMAGES), 1, this::pace);

        assertThat(places).isNotEmpty();
        for (CutPlace place : places) {
            Map<Codec, Coded> here = codings.at(place);
            assertThat(here.keySet()).as(place.name()).containsExactlyInAnyOrderElementsOf(Codec.all());
            assertThat(here).containsEntry(Codec.AS_IS, new Coded(place.bytes(), 0, 0));
            int tensors = place.tensors().size();
            assertThat(here)
                    .containsEntry(
                            Codec.parse("u8-zstd").orElseThrow(),
                            new Coded(place.bytes() / 8, tensors * ENCODE, tensors * DECODE));
        }
    }

    @Test
    void of_noPlaces_writesNothing() {
        CutCodings codings = CutCodings.of(MODEL, List.of(), Calibration.of(IMAGES), 1, this::pace);

        assertThat(written).isEmpty();
        assertThat(codings.at(CutSurvey.of(MODEL, IMAGES.getFirst(), 1).places().getFirst()))
                .isEmpty();
    }
}
