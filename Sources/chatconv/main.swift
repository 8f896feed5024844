import ChatConvCommand

Command().runProcess()
