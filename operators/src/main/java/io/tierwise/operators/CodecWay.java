package io.tierwise.operators;

import io.tierwise.operators.CodecPace.Coded;
import io.tierwise.runtime.Codec;
import java.util.List;
import java.util.Locale;

/// One way to cut a model and to carry what crosses.
///
/// @param codecs one for each cut
/// @param carried bytes over all links, and time to write and read them, in nanoseconds of this machine
/// @param nanos what it costs where it would run, part times included, in nanoseconds
record CodecWay(List<CutPlace> cuts, List<Codec> codecs, Coded carried, double nanos) {

    CodecWay {
        cuts = List.copyOf(cuts);
        codecs = List.copyOf(codecs);
    }

    /// Whether the numbers that arrive are others than were sent.
    boolean isLossy() {
        return codecs.stream().anyMatch(codec -> codec.format().isLossy());
    }

    boolean isAsIs() {
        return codecs.stream().allMatch(Codec::isAsIs);
    }

    /// Whether the same numbers arrive: packing changes none.
    boolean roundsAs(CodecWay other) {
        return cuts.equals(other.cuts) && formats().equals(other.formats());
    }

    private List<Codec.Format> formats() {
        return codecs.stream().map(Codec::format).toList();
    }

    /// The way as an operator.
    Partition partition() {
        return new Partition(
                Partition.Rule.NAMED, cuts.stream().map(CutPlace::name).toList(), codecs);
    }

    String line(String verdict) {
        return String.format(
                Locale.ROOT,
                "%s: %d bytes, %.3f ms to write and read them, %.3f ms in all by forecast; %s",
                partition(),
                carried.bytes(),
                (carried.encodeNanos() + carried.decodeNanos()) / 1e6,
                nanos / 1e6,
                verdict);
    }
}
