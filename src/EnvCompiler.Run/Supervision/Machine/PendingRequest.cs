namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>A request whose answer waits for services.</summary>
/// <param name="Id">Request number.</param>
/// <param name="Starts">Services that are to become ready.</param>
/// <param name="Stops">Instances that are to end.</param>
internal sealed record PendingRequest(long Id, IReadOnlyList<Service> Starts, IReadOnlyList<Instance> Stops)
{
    internal bool IsSettled
    {
        get
        {
            foreach (var service in Starts)
            {
                if (!service.StartIsSettled)
                    return false;
            }

            foreach (var instance in Stops)
            {
                if (instance.Phase != InstancePhase.Ended)
                    return false;
            }

            return true;
        }
    }
}
