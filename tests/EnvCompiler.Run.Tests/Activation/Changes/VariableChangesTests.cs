using EnvCompiler.Run.Activation.Changes;

namespace EnvCompiler.Run.Tests.Activation.Changes;

public sealed class VariableChangesTests
{
    private static readonly VariableChange[] All =
    [
        VariableChange.Set("A", "two\nlines = it's"),
        VariableChange.Set("EMPTY", ""),
        VariableChange.Unset("GONE"),
        VariableChange.Prepend("PATH", "/x:/y"),
        new(VariableChangeKind.Append, "LIST", "/z"),
    ];

    [Fact]
    public void What_is_written_is_read() => Assert.Equal(All, VariableChanges.Read(VariableChanges.Write(All)));

    [Fact]
    public void A_text_that_was_cut_is_no_text()
    {
        var text = VariableChanges.Write(All);
        for (var length = 0; length < text.Length; length++)
            Assert.Null(VariableChanges.Read(text[..length]));
    }

    [Fact]
    public void Lists_are_extended_and_name_each_place_once()
    {
        var variables = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/x:/bin", ["GONE"] = "1", ["OWN"] = "o" };
        var changed = VariableChanges.Apply(All, variables);
        Assert.Equal(("/x:/y:/usr/bin:/bin", "/z", "o", ""), (changed["PATH"], changed["LIST"], changed["OWN"], changed["EMPTY"]));
        Assert.False(changed.ContainsKey("GONE"));
        Assert.Equal("/usr/bin:/x:/bin", variables["PATH"]);
    }
}
