using System.Diagnostics;
using System.Globalization;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision;

public sealed class SupervisorTests
{
    [Fact]
    public async Task A_service_is_started_becomes_ready_and_ends_with_the_last_activation()
    {
        var port = FreePort();
        await using var environment = new SupervisedEnvironment(("web", WebService(port)));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var started = await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None);

            var web = Assert.Single(started.Value);
            Assert.Equal(ServiceState.Ready, web.State);
            Assert.Equal($"http://127.0.0.1:{port}", web.Endpoint);
            Assert.Equal(1, web.Generation);
            Assert.NotNull(web.Pid);
        }
    }

    [Fact]
    public async Task A_crash_before_ready_is_told_with_its_code_and_the_end_of_its_log()
    {
        var spec = WebService(FreePort()) with { Command = "for i in $(seq 12); do echo line $i; done; exit 3" };
        await using var environment = new SupervisedEnvironment(("web", spec));
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            var started = await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None);

            var problem = Assert.Single(started.Diagnostics);
            Assert.Equal("ENVC0611", problem.Code);
            Assert.Contains("ended before it was ready with exit code 3", problem.Message, StringComparison.Ordinal);
            Assert.Contains(problem.Details, line => line.EndsWith("out line 12", StringComparison.Ordinal));
            Assert.Equal(10, problem.Details.Count);
        }
    }
}
