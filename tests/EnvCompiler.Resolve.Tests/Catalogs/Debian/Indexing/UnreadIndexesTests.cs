using EnvCompiler.Model.Layout;
using EnvCompiler.Resolve.Catalogs.Debian.Indexing;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian.Indexing;

public sealed class UnreadIndexesTests : IDisposable
{
    private static readonly string s_named = new('a', 64);
    private static readonly string s_other = new('b', 64);

    private readonly TemporaryDirectory directory = new();

    [Fact]
    public void What_a_release_names_is_read_and_an_older_one_or_format_is_not()
    {
        directory.Write("indexes/releases/forky-1", $"Base: x\n\nSHA256:\n {s_named} 12 main/binary-amd64/Packages\n");
        var read = Index($"{s_named}.v{IndexImage.FormatVersion}");
        var older = Index($"{s_named}.v{IndexImage.FormatVersion - 1}");
        var other = Index($"{s_other}.v{IndexImage.FormatVersion}");
        var unread = UnreadIndexes.Find(new StoreLayout(directory.Path), DateTimeOffset.UtcNow.AddHours(2));
        Assert.Equal(((string[])[older, other]).Order(StringComparer.Ordinal), unread);
        Assert.DoesNotContain(read, unread);
    }

    [Fact]
    public void One_that_was_just_made_may_be_read_at_once()
    {
        Index($"{s_other}.v{IndexImage.FormatVersion}");
        Assert.Empty(UnreadIndexes.Find(new StoreLayout(directory.Path), DateTimeOffset.UtcNow));
    }

    [Fact]
    public void A_new_store_has_none() => Assert.Empty(UnreadIndexes.Find(new StoreLayout(directory.File("none")), DateTimeOffset.UtcNow));

    public void Dispose() => directory.Dispose();

    private string Index(string name) => directory.Write($"indexes/packages/{name}", "index");
}
