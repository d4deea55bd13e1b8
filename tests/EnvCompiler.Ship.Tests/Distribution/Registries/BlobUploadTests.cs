using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Tests.Harness;

namespace EnvCompiler.Ship.Tests.Distribution.Registries;

public sealed class BlobUploadTests
{
    [Fact]
    public async Task A_broken_upload_goes_on_where_it_stopped()
    {
        using var server = new ResumableRegistry(3_000_000, 7_000_001);
        using var repository = Client.Open(server.Host);
        var content = Client.Bytes(10_000_000);
        var counted = 0L;
        var pushed = await repository.PushBlobAsync(BlobContent.Of("application/octet-stream", content) with { Progress = new Counter(count => counted += count) }, default);
        Assert.True(pushed.Ok, string.Join('\n', pushed.Diagnostics));
        Assert.Equal(content, server.Blob);
        Assert.Equal((content.Length, content.Length), (server.Received, counted));
        Assert.Contains("PATCH 3000000-9999999", server.Requests);
        Assert.Contains("PATCH 7000001-9999999", server.Requests);
    }

    [Fact]
    public async Task A_break_in_a_chunk_costs_nothing_of_what_arrived()
    {
        using var server = new ResumableRegistry(4_500_000);
        using var repository = Client.Open(server.Host, options: Client.Quick with { ChunkSize = 4_000_000 });
        var content = Client.Bytes(10_000_000);
        Assert.True((await repository.PushBlobAsync(BlobContent.Of("application/octet-stream", content), default)).Value);
        Assert.Equal(content, server.Blob);
        Assert.Equal(content.Length, server.Received);
        Assert.Equal(["PATCH 0-3999999", "PATCH 4000000-7999999", "PATCH 4500000-8499999", "PATCH 8500000-9999999"], server.Requests.Where(request => request.StartsWith("PATCH", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_that_is_shorter_than_promised_is_told_and_not_tried_again()
    {
        using var server = new ResumableRegistry();
        using var repository = Client.Open(server.Host);
        var lie = new BlobContent(Descriptor.Of("text/plain", Client.Bytes(8 << 20)), () => new MemoryStream(Client.Bytes(5 << 20)));
        Assert.Equal("ENVC1015", Assert.Single((await repository.PushBlobAsync(lie, default)).Diagnostics).Code);
        Assert.Single(server.Requests, request => request.StartsWith("PATCH", StringComparison.Ordinal));
    }
}
