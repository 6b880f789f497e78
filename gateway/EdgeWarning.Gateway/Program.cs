using EdgeWarning.Gateway.Commands;

return await GatewayCommand.Run(args, Console.Out, Console.Error);
