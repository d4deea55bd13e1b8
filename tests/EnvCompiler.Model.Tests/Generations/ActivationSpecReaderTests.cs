using System.Text;
using System.Text.Json;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Model.Tests.Generations;

public sealed class ActivationSpecReaderTests
{
    private static readonly ActivationSpec s_full = new()
    {
        EnvcVersion = "0.1.0",
        Description = "ä \"quoted\" sentence",
        Roots = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["toplevel"] = "ab", ["vllm"] = "cd" },
        DefaultGroup = "toplevel",
        Vars =
        [
            new ActivationVariable { Name = "A", Value = "1\n2", NeedsShell = true },
            new ActivationVariable { Name = "B", Default = "" },
            new ActivationVariable { Name = "C", Secret = true, Generate = "hex32" },
        ],
        OnActivate = true,
        OnDeactivate = true,
        Services = true,
        AutoStart = true,
    };

    public static TheoryData<ActivationSpec> Specs => [s_full, new ActivationSpec { EnvcVersion = "1" }];

    [Theory]
    [MemberData(nameof(Specs))]
    public void It_reads_every_property_that_the_serializer_writes(ActivationSpec spec)
    {
        var written = JsonSerializer.SerializeToUtf8Bytes(spec, GenerationJson.Readable.ActivationSpec);
        var read = ActivationSpecReader.Read(written);
        Assert.Equal(Encoding.UTF8.GetString(written), JsonSerializer.Serialize(read, GenerationJson.Readable.ActivationSpec));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"envc-version\":\"1\",\"unknown\":1}")]
    [InlineData("{\"envc-version\":\"1\",\"roots\":{\"a\":null}}")]
    [InlineData("{\"envc-version\":\"1\",\"vars\":[{}]}")]
    [InlineData("{\"envc-version\":\"1\"")]
    public void Anything_else_is_refused(string text) =>
        Assert.ThrowsAny<JsonException>(() => ActivationSpecReader.Read(Encoding.UTF8.GetBytes(text)));
}
