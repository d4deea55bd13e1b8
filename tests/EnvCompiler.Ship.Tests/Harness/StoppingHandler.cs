using System.Net;
using System.Threading;
using EnvCompiler.TestKit.Crashes;

namespace EnvCompiler.Ship.Tests.Harness;

/// <summary>Requests to a registry, of which one is the last: the process is killed before or after the registry gets it, or the registry answers nothing but 503 from there on.</summary>
/// <param name="inner">Sends.</param>
/// <param name="at">Which, from 0.</param>
/// <param name="how">What happens there.</param>
internal sealed class StoppingHandler(HttpMessageHandler inner, int at, Stop how) : DelegatingHandler(inner)
{
    private int count = -1;

    /// <summary>How many requests there were.</summary>
    internal int Requests => count + 1;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref count);
        if (number > at && how != Stop.Unavailable)
            throw new MachineStoppedException();
        if (number >= at && how == Stop.Unavailable)
            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { RequestMessage = request };
        if (number == at && how == Stop.BeforeRequest)
            throw new MachineStoppedException();
        var answer = await base.SendAsync(request, cancellationToken);
        if (number < at)
            return answer;
        answer.Dispose();
        throw new MachineStoppedException();
    }
}
