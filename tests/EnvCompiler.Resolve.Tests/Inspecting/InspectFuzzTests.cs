using EnvCompiler.Resolve.Inspecting;
using EnvCompiler.TestKit;
using Xunit.Abstractions;

namespace EnvCompiler.Resolve.Tests.Inspecting;

/// <summary>Whatever bytes a file has, reading it ends, in a result and not in an exception.</summary>
public sealed class InspectFuzzTests(ITestOutputHelper output)
{
    private const int FlipsPerBuild = 2000;
    private const int Longest = 64 * 1024;

    [Fact]
    public void No_flipped_byte_of_a_real_build_is_more_than_a_diagnostic()
    {
        var random = new Random(20261121);
        var refused = 0;
        foreach (var build in GpuFixtures.Builds())
        {
            var bytes = File.ReadAllBytes(GpuFixtures.Build(build));
            var fatbins = BinaryInspector.Inspect(new MemoryStream(bytes), build).Value.Fatbins;
            for (var round = 0; round < FlipsPerBuild; round++)
            {
                var at = Interesting(random, bytes, (int)fatbins[random.Next(fatbins.Count)].Offset);
                var before = bytes[at];
                bytes[at] = (byte)random.Next(256);
                refused += BinaryInspector.Inspect(new MemoryStream(bytes), build).Ok ? 0 : 1;
                bytes[at] = before;
            }
        }

        output.WriteLine($"{refused} of {FlipsPerBuild * GpuFixtures.Builds().Count()} refused");
        Assert.InRange(refused, 1000, int.MaxValue);
    }

    [Fact]
    public void Files_made_of_pieces_end_in_a_result()
    {
        byte[][] examples = [.. GpuFixtures.Builds().Select(build => Codes(GpuFixtures.Build(build))), File.ReadAllBytes(GpuFixtures.Build("axpy-ptx_90"))];
        byte[][] fragments =
        [
            [0x50, 0xED, 0x55, 0xBA, 1, 0, 16, 0], [0x28, 0xB5, 0x2F, 0xFD, 0x60], [.. "\u007fELF\u0002\u0001\u0001"u8], [.. ".version 9.0\n.target sm_90a\n"u8], [.. ".nv_fatbin\0"u8],
            new byte[8], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x11, 0x80, 0, 0], [0x11, 0x20, 0, 0], [1, 0, 1, 1, 0x40, 0, 0, 0], [2, 0, 1, 1, 0x40, 0, 0, 0],
        ];
        output.WriteLine(Fuzzing.Run(
            new FuzzMutator(examples, fragments, Longest),
            input => BinaryInspector.Inspect(new MemoryStream(input.ToArray()), "x"),
            rounds: 100_000,
            bytesPerInput: 2 << 20));
    }

    // Half of the flips hit a fat binary's headers, the others the ELF header, the section table, or anything.
    private static int Interesting(Random random, byte[] bytes, int fatbin) => random.Next(6) switch
    {
        < 3 => fatbin + random.Next(16 + 80),
        3 => random.Next(64),
        4 => (int)BitConverter.ToInt64(bytes, 40) + random.Next(bytes.Length - (int)BitConverter.ToInt64(bytes, 40)),
        _ => random.Next(bytes.Length),
    };

    // A small file with the real one's code, so that most edits hit what is read.
    private static byte[] Codes(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var fatbins = BinaryInspector.Inspect(path, path).Value.Fatbins;
        var start = (int)fatbins[0].Offset;
        var last = (int)fatbins[^1].Offset;
        return TinyElf.Of((".nv_fatbin", bytes[start..(last + 16 + (int)BitConverter.ToInt64(bytes, last + 8))]));
    }
}
