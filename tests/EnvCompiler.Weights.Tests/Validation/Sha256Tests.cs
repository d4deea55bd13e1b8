using System.Security.Cryptography;
using EnvCompiler.TestKit;
using EnvCompiler.Weights.Validation;

namespace EnvCompiler.Weights.Tests.Validation;

public sealed class Sha256Tests
{
    private const string Hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    [Fact]
    public void A_file_is_hashed_and_progress_is_told()
    {
        using var directory = new TemporaryDirectory();
        var content = new byte[3_000_000];
        new Random(1).NextBytes(content);
        var path = directory.File("x");
        File.WriteAllBytes(path, content);
        var progress = new List<long>();
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(content)), FileSha256.Compute(path, progress.Add, default));
        Assert.Equal(content.Length, progress[^1]);
        Assert.True(progress.Count >= 3);
    }

    [Fact]
    public void A_list_of_sums_is_read_in_both_forms()
    {
        var sums = Sha256List.Parse("m", $"# comment\n\n{Hash}  a.gguf\n{Hash.ToUpperInvariant()} *dir/b c.gguf\n").Value;
        Assert.Equal(Hash, sums["a.gguf"]);
        Assert.Equal(Hash, sums["b c.gguf"]);
    }

    [Theory]
    [InlineData("abc  a.gguf")]
    [InlineData(Hash)]
    [InlineData(Hash + "-- a")]
    public void Other_lines_are_refused_with_their_place(string line)
    {
        var problem = Assert.Single(Sha256List.Parse("sums", "# x\n" + line).Diagnostics);
        Assert.Equal("ENVC0812", problem.Code);
        Assert.Equal(2, problem.Place!.Value.Line);
    }
}
