using EnvCompiler.Host.Files;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Files;

public sealed class GenerationRecordsTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{ \"envc-version\": 0 }")]
    [InlineData("{ \"services\": 7 }")]
    [InlineData("\0\0\0\0")]
    public void A_damaged_file_is_named_with_what_makes_it_whole(string content)
    {
        foreach (var (name, read) in (ReadOnlySpan<(string, Action)>)[("activation.json", () => GenerationRecords.ReadActivation(directory.Path)), ("services.json", () => GenerationRecords.ReadServices(directory.Path))])
        {
            var path = directory.Write(name, content);
            if (Record.Exception(read) is not { } problem)
            {
                // What all services have is there by default.
                Assert.True(name == "services.json" && content.StartsWith('{'), $"{name} with {content} is read");
                continue;
            }

            var damaged = Assert.IsType<DamagedFileException>(problem);
            Assert.Equal(path, damaged.Path);
            Assert.Contains("`envc build`", damaged.Remedy, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_not_damaged() =>
        Assert.IsType<FileNotFoundException>(Record.Exception(() => GenerationRecords.ReadActivation(directory.Path)));
}
